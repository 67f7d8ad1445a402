package generator

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// FuzzDirective puts text into the comments of a package, wherever there may be one, and into
// the tags of a policy struct. Whatever it says: nothing panics, what is wrong is reported where
// it stands, and what is right makes a decorator that compiles.
func FuzzDirective(f *testing.F) {
	for place := range places {
		for _, text := range slices.Concat(policyTexts, codeTexts) {
			f.Add(place, text)
		}
	}
	f.Fuzz(func(t *testing.T, place int, text string) {
		place = max(place, -(place+1)) % len(places)
		before, inserted, after := places[place](text)
		w, err := theWorld()
		require.NoError(t, err)
		source := before + inserted + after
		pkg := w.load(source)
		defer w.forget(pkg.Syntax...)
		cfg := Config{Types: []string{"Client"}}
		if strings.Contains(before, "-policy Policy") {
			cfg.Policy = "Policy"
		}
		rendered, found, err := generateInMemory(pkg, source, cfg)
		if err != nil {
			t.Fatalf("%v\n%s", err, numbered(source))
		}
		for _, d := range found {
			if problem := misplaced(d, before, inserted, source); problem != "" {
				t.Errorf("%s: %s\n%s", d, problem, numbered(source))
			}
		}
		if len(found) > 0 || len(pkg.TypeErrors) > 0 {
			return
		}
		if err := w.check(pkg, source, rendered); err != nil {
			t.Fatalf("%v\n%s\n%s", err, numbered(source), numbered(string(rendered[0].file.Content)))
		}
	})
}

// misplaced is what is wrong with the position of a diagnostic: it must be in the text that was
// inserted, unless it is about the interface as a whole.
func misplaced(d Diagnostic, before, inserted, source string) string {
	lines := strings.Split(source, "\n")
	if d.Pos.Filename != "client.go" || d.Pos.Line < 1 || d.Pos.Line > len(lines) || d.Pos.Column < 1 || d.Pos.Column > len(lines[d.Pos.Line-1])+1 {
		return "not in the file"
	}
	offset := d.Pos.Column - 1
	for _, line := range lines[:d.Pos.Line-1] {
		offset += len(line) + 1
	}
	if offset < len(source) && !utf8.RuneStart(source[offset]) && utf8.ValidString(inserted) {
		return "within a character"
	}
	if strings.Contains(d.Message, " has no tag: ") {
		return "" // at the field
	}
	isAboutInterface := strings.Contains(d.Message, "there is nothing to guard") && strings.HasPrefix(source[offset:], "Client")
	if !isAboutInterface && (offset < len(before) || offset > len(before)+len(inserted)) {
		return "not in the comment"
	}
	return ""
}

package generator

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// FuzzDirective puts text into the comments of a package, wherever there may be one, and into
// the tags of a policy struct. Whatever it says: nothing panics, what is wrong is reported where
// it stands, and what is right makes a decorator that compiles.
func FuzzDirective(f *testing.F) {
	texts := []string{
		"cbgen:breaker failures=3 open=1s", "cbgen:breaker rate=50% window=20 min=5 slow=1s slowrate=80%", "cbgen:bulkhead max=3 wait=1s queue=2",
		"cbgen:skip", "cbgen:breaker off", "cbgen:breaker failuers=3", " cbgen:breaker failures=3", "cbgen:braeker", "cbgen breaker failures=3",
		"cbgen:bulkhead max=-1 max=2", "go:generate cbgen -type Client,Other -policy Policy", "line a.go:7:1\ncbgen:breaker x=", "cbgen：breaker", "\xff\ufeff",
		`breaker:"failures=3"`, `breaker:"failures=3 open=" bulkhead:"max=1"`, `skip:""`, `breaker:"\u0066ailures=x"`, `braeker:"failures=3"`, "breaker:\"failures=3\\\"",
	}
	for place := range places {
		for _, text := range texts {
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
		if strings.Contains(before, "-policy") {
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
		if err := w.check(pkg, rendered); err != nil {
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
	isAboutInterface := strings.Contains(d.Message, "there is nothing to guard") && strings.HasPrefix(source[offset:], "Client ")
	if !isAboutInterface && (offset < len(before) || offset > len(before)+len(inserted)) {
		return "not in the comment"
	}
	return ""
}

// places put a text where there may be comments or tags: what stands before it, the comments or
// the tag, and what stands after it.
var places = []func(text string) (before, inserted, after string){
	// The doc of the interface.
	func(text string) (string, string, string) {
		return head + "// Client is a client.\n", comment(text, ""), client
	},
	// The doc of a method.
	func(text string) (string, string, string) {
		return head + "type Client interface {\n", comment(text, "\t"), "\tDo() error\n}\n" + other
	},
	// The doc of a method without an error.
	func(text string) (string, string, string) {
		return head + "type Client interface {\n\tDo() error\n", comment(text, "\t"), "\tLen() int\n}\n" + other
	},
	// The doc of what is embedded.
	func(text string) (string, string, string) {
		return head + "type Client interface {\n", comment(text, "\t"), "\tOther\n}\n" + other
	},
	// A comment behind a method.
	func(text string) (string, string, string) {
		return head + "type Client interface {\n\tDo() error ", "//" + firstLine(text), "\n}\n" + other
	},
	// A comment in a block.
	func(text string) (string, string, string) {
		return head, "/*" + strings.ReplaceAll(text, "*/", "* /") + "*/", "\n" + client
	},
	// The doc of another type, of a function, and of nothing.
	func(text string) (string, string, string) {
		return head + client, comment(text, ""), "type another struct{}\n"
	},
	func(text string) (string, string, string) {
		return head + client, comment(text, ""), "func f() {\n}\n"
	},
	func(text string) (string, string, string) { return head + client, comment(text, ""), "" },
	// Above the package clause.
	func(text string) (string, string, string) { return "", comment(text, ""), head + client },
	// The tag of a field for a method, in either kind of quotes, and that of a field for all.
	func(text string) (string, string, string) {
		return headPolicy + "\tDo cb.Policy ", "`" + strings.ReplaceAll(text, "`", "'") + "`", "\n}\n\n" + client
	},
	func(text string) (string, string, string) {
		return headPolicy + "\tDo cb.Policy ", strconv.Quote(text), "\n}\n\n" + client
	},
	func(text string) (string, string, string) {
		return headPolicy + "\t_ cb.Policy ", strconv.Quote(`breaker:"` + text + `"`), "\n}\n\n" + client
	},
}

const (
	head       = "package shop\n\n"
	headPolicy = "package shop\n\nimport cb \"" + runtimePath + "\"\n\n//go:generate cbgen -type Client -policy Policy\n\ntype Policy struct {\n"
	client     = "type Client interface {\n\tDo() error\n\tGet(key string) (string, error)\n}\n\n"
	other      = "\ntype Other interface{ Put(value string) error }\n"
)

// comment has a comment for each line of the text.
func comment(text, indent string) string {
	var out strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		out.WriteString(indent + "//" + line + "\n")
	}
	return out.String()
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

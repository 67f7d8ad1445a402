package generator

import (
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A lineReader reads //go:generate lines the way that go generate does.
type lineReader struct {
	env         goEnv
	diagnostics *diagnostics
}

// readFile are the lines of a file that call cbgen.
func (r *lineReader) readFile(path string, content []byte) []*line {
	r.reportUnread(path, content)
	var lines []*line
	aliases := make(map[string][]lineWord)
	for number, text := range generateLines(content) {
		words, wrong := splitLine(text)
		switch {
		case wrong != nil && slices.ContainsFunc(looseWords(text), callsCbgen):
			r.diagnostics.addAt(token.Position{Filename: path, Line: number, Column: wrong.column}, wrong.message)
			continue
		case len(words) == 0:
			continue // it is not for cbgen
		}
		if alias, ok := aliases[words[0].text]; ok {
			words = slices.Concat(movedTo(words[0].column, alias), words[1:])
		}
		for i := range words {
			words[i].text = os.Expand(words[i].text, func(name string) string {
				return r.variable(name, path, number, content)
			})
		}
		if len(words) > 1 && words[0].text == "-command" {
			aliases[words[1].text] = words[2:]
			continue
		}
		l := &line{file: path, number: number, words: words, command: commandIn(words)}
		if l.command >= 0 {
			lines = append(lines, l)
			continue
		}
		r.reportIndirect(l)
	}
	return lines
}

// movedTo are the words of an alias where the alias is used.
func movedTo(column int, alias []lineWord) []lineWord {
	words := slices.Clone(alias)
	for i := range words {
		words[i].written, words[i].column = "", column
	}
	return words
}

// variable is what go generate expands the name to in a line.
func (r *lineReader) variable(name, path string, number int, content []byte) string {
	switch name {
	case "GOFILE":
		return filepath.Base(path)
	case "GOLINE":
		return strconv.Itoa(number)
	case "GOPACKAGE":
		return packageName(content)
	case "GOOS":
		return r.env.GOOS
	case "GOARCH":
		return r.env.GOARCH
	case "GOROOT":
		return r.env.GOROOT
	case "PWD":
		return filepath.Dir(path)
	case "DOLLAR":
		return "$"
	}
	return os.Getenv(name)
}

func packageName(content []byte) string {
	file, err := parser.ParseFile(token.NewFileSet(), "", content, parser.PackageClauseOnly)
	if err != nil {
		return ""
	}
	return file.Name.Name
}

// reportIndirect reports a line that has something else call cbgen, such as a shell: what it
// would do is not known, and must not be taken for done.
func (r *lineReader) reportIndirect(l *line) {
	var texts []string
	for _, w := range l.words {
		texts = append(texts, w.text)
	}
	words := looseWords(strings.Join(texts, " "))
	if !asksForTypes(words) {
		return
	}
	at := slices.IndexFunc(words, callsCbgen)
	pos := token.Position{Filename: l.file, Line: l.number, Column: l.words[0].column}
	r.diagnostics.addAt(pos, fmt.Sprintf("this line calls cbgen by way of %s, and cannot be run along with the others: "+
		"write //go:generate cbgen %s", filepath.Base(l.words[0].text), strings.Join(words[at+1:], " ")))
}

func asksForTypes(words []string) bool {
	return slices.ContainsFunc(demandsOf(words), func(asked demand) bool { return len(asked.types) > 0 })
}

package generator

import (
	"fmt"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A line is a //go:generate line that calls cbgen, in the words that go generate would run.
type line struct {
	file    string // absolute
	number  int
	words   []lineWord
	command int    // the word that names cbgen
	pkg     string // the package that the arguments name, if they do
}

// A lineWord is a word of a //go:generate line.
type lineWord struct {
	text    string // unquoted and expanded
	written string // as it stands in the line
	column  int
}

// generateLines are the lines of a file that go generate runs, by their numbers, without the
// words //go:generate. Like go generate it looks at the text alone.
func generateLines(content []byte) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		number := 0
		for text := range strings.Lines(string(content)) {
			number++
			rest, ok := strings.CutPrefix(text, "//go:generate")
			if !ok || rest == "" || rest[0] != ' ' && rest[0] != '\t' {
				continue
			}
			if !yield(number, strings.TrimRight(rest, "\r\n")) {
				return
			}
		}
	}
}

// commandIn is the index of the word by which a line calls cbgen: cbgen itself, or what
// follows go tool or go run. It is -1 if the line calls something else.
func commandIn(words []lineWord) int {
	i := 0
	if len(words) > 1 && isGo(words[0].text) && (words[1].text == "run" || words[1].text == "tool") {
		i = 2
		for i < len(words) && isGoFlag(words[i].text) {
			i++
		}
	}
	if i < len(words) && callsCbgen(words[i].text) {
		return i
	}
	return -1
}

// isGoFlag reports whether a word is a flag of go run or go tool. With -C the go command
// would run cbgen elsewhere.
func isGoFlag(word string) bool {
	return strings.HasPrefix(word, "-") && !strings.HasPrefix(word, "-C")
}

func isGo(word string) bool { return strings.TrimSuffix(path.Base(word), ".exe") == "go" }

func (l *line) arguments() []string {
	var list []string
	for _, w := range l.words[l.command+1:] {
		list = append(list, w.text)
	}
	return list
}

// place is the line's own place, for messages.
func (l *line) place(dir string) string {
	return fmt.Sprintf("%s:%d", shorter(dir, l.file), l.number)
}

// position is where the first of the names stands in the arguments that does: a flag, or a
// name also in a list. It is the command if none does.
func (l *line) position(names ...string) token.Position {
	pos := token.Position{Filename: l.file, Line: l.number, Column: l.words[l.command].column}
	for _, name := range names {
		for _, w := range l.words[l.command+1:] {
			if at := w.find(name); name != "" && at >= 0 {
				pos.Column = w.column + at
				return pos
			}
		}
	}
	return pos
}

// find is where the name begins in the word, -1 if it is not there.
func (w lineWord) find(name string) int {
	if strings.HasPrefix(name, "-") {
		flag, _, _ := strings.Cut(w.text, "=")
		if strings.HasPrefix(flag, "-") && strings.TrimLeft(flag, "-") == strings.TrimLeft(name, "-") {
			return 0
		}
		return -1
	}
	inList := regexp.MustCompile(`(?:^|[=,\s])(` + regexp.QuoteMeta(name) + `)(?:[,\s]|$)`)
	found := inList.FindStringSubmatchIndex(w.text)
	switch {
	case found == nil:
		return -1
	case w.text != w.written:
		return 0 // quotes or variables have moved it
	default:
		return found[2]
	}
}

// wordsOf are the words of a message, to look for in a line.
func wordsOf(message string) []string {
	words := strings.Fields(message)
	for i := range words {
		words[i] = strings.TrimRight(words[i], ":,")
	}
	return slices.DeleteFunc(words, func(w string) bool { return w == "" })
}

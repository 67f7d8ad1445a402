package generator

import (
	"go/token"
	"strings"
)

// A word is a part of a directive's text.
type word struct {
	text string
	pos  token.Pos
	at   func(offset int) token.Pos // where a byte of the text stands, or its end
}

// newWord is the text, a byte of which stands at the position that at tells.
func newWord(text string, at func(offset int) token.Pos) word { return word{text, at(0), at} }

// splitWords are the words of the text. Spaces separate them, except within quotes.
func splitWords(text string, at func(offset int) token.Pos) []word {
	whole := newWord(text, at)
	var words []word
	for offset := 0; offset < len(text); {
		rest := strings.TrimLeft(text[offset:], blanks)
		start := len(text) - len(rest)
		length := wordLength(rest)
		if length > 0 {
			words = append(words, whole.part(start, start+length))
		}
		offset = start + length
	}
	return words
}

const blanks = " \t\r"

// wordLength is the length of the word at the start of the text. A value can be in quotes, in
// which spaces are part of it; a quote that is not closed reaches to the end.
func wordLength(text string) int {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case strings.IndexByte(blanks, c) >= 0:
			return i
		case isQuote(c) && (i == 0 || text[i-1] == '='):
			closing := strings.IndexByte(text[i+1:], c)
			if closing < 0 {
				return len(text)
			}
			i += 1 + closing
		}
	}
	return len(text)
}

// after is the position of what follows n bytes of the word.
func (w word) after(n int) token.Pos { return w.at(n) }

// isQuote reports a quote. There are two kinds, so that either can stand in the other, in Go code
// and in struct tags too; there are no escape sequences.
func isQuote(c byte) bool { return c == '"' || c == '\'' }

func (w word) isQuoted() bool { return w.text != "" && isQuote(w.text[0]) }

// unquoted is what is between the quotes. It is not ok if there is no second one, or something
// behind it.
func (w word) unquoted() (inside word, ok bool) {
	last := len(w.text) - 1
	if closing := strings.IndexByte(w.text[1:], w.text[0]); closing < 0 || closing+1 != last {
		return word{}, false
	}
	return w.part(1, last), true
}

// part is a part of the word.
func (w word) part(from, to int) word {
	return newWord(w.text[from:to], func(offset int) token.Pos { return w.at(from + offset) })
}

// followedBy is the word with more text, which stands at its end.
func (w word) followedBy(text string) word {
	return newWord(w.text+text, func(offset int) token.Pos { return w.at(min(offset, len(w.text))) })
}

// cut are the parts of the word around the first separator.
func (w word) cut(separator string) (before, after word, found bool) {
	i := strings.Index(w.text, separator)
	if i < 0 {
		return w, word{}, false
	}
	return w.part(0, i), w.part(i+len(separator), len(w.text)), true
}

package generator

import (
	"go/token"
	"strings"
)

// A word is a part of a directive's text.
type word struct {
	text string
	pos  token.Pos
}

// splitWords are the words of the text. A byte of it stands at the position that at tells.
func splitWords(text string, at func(offset int) token.Pos) []word {
	var words []word
	for offset := 0; offset < len(text); {
		rest := strings.TrimLeft(text[offset:], " \t\r")
		start := len(text) - len(rest)
		length := strings.IndexAny(rest, " \t\r")
		if length < 0 {
			length = len(rest)
		}
		if length > 0 {
			words = append(words, word{rest[:length], at(start)})
		}
		offset = start + length
	}
	return words
}

// after is the position of what follows n bytes of the word.
func (w word) after(n int) token.Pos { return w.pos + token.Pos(n) }

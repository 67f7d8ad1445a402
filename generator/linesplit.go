package generator

import (
	"strconv"
	"strings"
)

// A mistake is something wrong in a line, at a column of it.
type mistake struct {
	column  int
	message string
}

// splitLine breaks what follows //go:generate into words. It takes what go generate does:
// words between spaces and tabs, or strings in double quotes with Go's escapes.
func splitLine(text string) ([]lineWord, *mistake) {
	var words []lineWord
	for offset := 0; ; {
		rest := strings.TrimLeft(text[offset:], " \t")
		offset = len(text) - len(rest)
		if rest == "" {
			return words, nil
		}
		column := len("//go:generate") + offset + 1
		length := strings.IndexAny(rest+" ", " \t")
		word := rest[:length]
		if rest[0] == '"' {
			quoted, err := strconv.QuotedPrefix(rest)
			if err != nil {
				return nil, &mistake{column, "this quoted string has no end, or an escape that Go does not know"}
			}
			length = len(quoted)
			word, _ = strconv.Unquote(quoted)
			if length < len(rest) && rest[length] != ' ' && rest[length] != '\t' {
				return nil, &mistake{column + length, "a quoted string ends at its second quote: put a space behind it"}
			}
		}
		words = append(words, lineWord{word, rest[:length], column})
		offset += length
	}
}

package generator

import (
	"strings"
	"unicode"
)

// lookalikes are letters of other alphabets that cannot be told from a Latin one.
var lookalikes = map[rune]rune{
	'а': 'a', 'в': 'b', 'с': 'c', 'ԁ': 'd', 'е': 'e', 'ё': 'e', 'һ': 'h', 'і': 'i', 'ј': 'j', 'к': 'k', 'ӏ': 'l', 'м': 'm',
	'п': 'n', 'о': 'o', 'р': 'p', 'ԛ': 'q', 'г': 'r', 'ѕ': 's', 'т': 't', 'у': 'y', 'ѵ': 'v', 'ԝ': 'w', 'х': 'x', 'ь': 'b',
	'α': 'a', 'β': 'b', 'ϲ': 'c', 'ε': 'e', 'ɡ': 'g', 'η': 'n', 'ι': 'i', 'κ': 'k', 'ν': 'v', 'ο': 'o', 'ρ': 'p', 'τ': 't',
	'υ': 'u', 'χ': 'x', 'ɩ': 'i', 'ı': 'i', 'ƅ': 'b', 'ɢ': 'g', 'ո': 'n', 'ց': 'g',
}

// plain is the text in small Latin letters as far as it looks like these, without what
// cannot be seen.
func plain(text string) string { return strings.ToLower(legible(text)) }

// legible is plain with the capitals of the text.
func legible(text string) string {
	return strings.Map(func(c rune) rune {
		latin, isLookalike := lookalikes[unicode.ToLower(c)]
		switch {
		case isInvisible(c):
			return -1
		case isLookalike:
			return latin
		case '！' <= c && c <= '～': // the full width forms, in the order of ASCII
			return c - '！' + '!'
		case unicode.Is(unicode.Z, c):
			return ' '
		}
		return c
	}, text)
}

// isInvisible reports a character that leaves no trace on a screen: a format character, or
// a mark that stands for a variation of the letter before it.
func isInvisible(c rune) bool { return unicode.In(c, unicode.Cf, unicode.Variation_Selector) }

func isLetterOrDigit(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

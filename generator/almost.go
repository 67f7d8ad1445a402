package generator

import (
	"regexp"
	"slices"
	"strings"

	"github.com/cbgen/cbgen/internal/spelling"
)

// An almost is what a line looks like from afar: the name of this tool, or something like
// it, and a verb, or something like one.
type almost struct {
	verb    string // the one that is meant; empty if there is none
	between string // what separates the name from the verb
	isExact bool   // both are spelt right
	isBare  bool   // nothing follows
	isWhole bool   // nothing but arguments follows
	begins  bool   // both are spelt right, and an argument follows that the verb takes
}

func (a almost) hasColon() bool { return strings.Contains(a.between, ":") }

var (
	leadingWord = regexp.MustCompile(`^([\pL\pN]+)([^\pL\pN]*)`)
	// the name is also written in two parts, or behind that of the go command
	splitName = regexp.MustCompile(`^(?:go:)?cb[-_ .]?gen(?:[^\pL\pN]|$)`)
	onePart   = strings.NewReplacer("go:", "", "-", "", "_", "", " ", "", ".", "")
	assigned  = regexp.MustCompile(`\s*=\s*`)
)

// parseAlmost takes a line apart, leaving aside the signs around it.
func parseAlmost(line string) almost {
	text := legible(signs.ReplaceAllString(line, ""))
	text = strings.TrimRightFunc(text, func(c rune) bool { return !isLetterOrDigit(c) && c != '=' && c != '%' })
	if split := splitName.FindString(strings.ToLower(text)); split != "" {
		rest := strings.TrimLeftFunc(split, isLetterOrDigit)
		last := rest[strings.LastIndexFunc(rest, isLetterOrDigit)+1:]
		name := split[:len(split)-len(last)]
		text = onePart.Replace(name) + text[len(name):]
	}
	found := leadingWord.FindStringSubmatch(text)
	if found == nil {
		return almost{}
	}
	first, between, rest := strings.ToLower(found[1]), found[2], text[len(found[0]):]
	if verbNamed(first) != nil {
		return withoutName(first, between+rest)
	}
	if name, ok := strings.CutPrefix(first, "cbgen"); ok && name != "" && meantBy(name) != "" {
		return parseRest(first[:len("cbgen")], "", name, between+rest)
	}
	second := leadingWord.FindStringSubmatch(rest)
	if second == nil {
		return almost{}
	}
	return parseRest(first, between, strings.ToLower(second[1]), rest[len(second[1]):])
}

func parseRest(name, between, word, rest string) almost {
	verb := meantBy(word)
	a := almost{between: between, isExact: name == "cbgen" && word == verb}
	if verb == "" || !isLikeCbgen(name, between, word) {
		return almost{}
	}
	a.verb = verb
	a.isBare = strings.TrimSpace(rest) == ""
	a.isWhole = a.isBare || areArguments(verbNamed(verb), rest) || a.isExact && a.hasColon() && isOneName(verbNamed(verb), rest)
	a.begins = a.isExact && beginsWithArgument(verbNamed(verb), rest)
	return a
}

// withoutName is a line that begins with a verb: it needs an argument to be told from prose.
func withoutName(word, rest string) almost {
	if !strings.HasPrefix(rest, " ") && !strings.HasPrefix(rest, "\t") ||
		!areArguments(verbNamed(word), rest) || !beginsWithArgument(verbNamed(word), rest) {
		return almost{}
	}
	return almost{verb: word, isWhole: true}
}

// isLikeCbgen reports whether the name before a verb may be meant to be ours: cb is what
// programs call the runtime.
func isLikeCbgen(name, between, word string) bool {
	if name == "cb" {
		return between == ":" && verbNamed(word) != nil
	}
	return spelling.Edits(name, "cbgen") <= 2 || name == "cbgenerate" || name == "cbgenerator"
}

// meantBy is the verb that a word is meant to be, empty if it is like none.
func meantBy(word string) string {
	for _, v := range verbs {
		if spelling.Edits(word, v.name) <= min(2, len(v.name)/3) {
			return v.name
		}
	}
	return ""
}

// areArguments reports whether the text is nothing but arguments, however they are spelt, and
// a comment behind them.
func areArguments(v *verb, text string) bool {
	if hasExpression(v, text) {
		return true // which may look like anything
	}
	text, _, _ = strings.Cut(text, "//")
	if text != "" && isLetterOrDigit([]rune(text)[0]) {
		return false
	}
	words := splitArguments(text)
	if len(words) > 1 && v.takesExpression() {
		words = words[1:] // which may look like anything too, if keys follow
	}
	for i, word := range words {
		name, _, isAssigned := strings.Cut(strings.Replace(word, ":", "=", 1), "=")
		isValue := word[0] >= '0' && word[0] <= '9' && i > 0 && isKey(strings.TrimSuffix(words[i-1], ":"))
		if strings.ToLower(word) != "off" && word != only.word && !isKey(word) && !isValue && !v.takesBare(word) &&
			!(isAssigned && (isKey(name) || strings.Contains(word, "="))) {
			return false
		}
	}
	return true
}

// takesExpression reports whether an expression without a key follows the verb.
func (v *verb) takesExpression() bool { return v.bare != nil && v.bare.kind == expression }

// isOneName reports whether the text is one word, which the verb may take for a name in Go.
func isOneName(v *verb, text string) bool {
	return v.takesExpression() && oneName.MatchString(text)
}

var oneName = regexp.MustCompile(`^[ \t]+[\pL_][\pL\pN_]*$`)

// takesBare reports whether the word can be an argument that the verb takes without a key: a
// name that looks like those of Go, and not like an English word, or a number with its unit.
func (v *verb) takesBare(word string) bool {
	switch {
	case v.bare == nil:
		return false
	case v.bare.kind == ofPolicy:
		return word[0] >= '0' && word[0] <= '9'
	default:
		return goName.MatchString(word)
	}
}

// goName has a capital, or a point, within.
var goName = regexp.MustCompile(`^[\pL_][\pL\pN_]*([\p{Lu}_][\pL\pN_]*|\.[\pL_][\pL\pN_]*)$`)

// hasExpression reports whether the text begins with a key of the verb whose value is an
// expression.
func hasExpression(v *verb, text string) bool {
	name, _, isAssigned := strings.Cut(strings.TrimLeft(text, ": \t"), "=")
	k := v.key(strings.TrimSpace(name))
	return isAssigned && k != nil && k.kind == expression
}

func beginsWithArgument(v *verb, text string) bool {
	words := splitArguments(text)
	if len(words) == 0 {
		return false
	}
	name, _, isAssigned := strings.Cut(words[0], "=")
	return isAssigned && v.key(strings.ToLower(name)) != nil
}

func splitArguments(text string) []string {
	return strings.FieldsFunc(assigned.ReplaceAllString(text, "="), func(c rune) bool {
		return strings.ContainsRune(" \t\r,;()[]{}\"'`*/-", c)
	})
}

func isKey(word string) bool {
	word = strings.ToLower(word)
	return slices.ContainsFunc(verbs, func(v *verb) bool { return v.key(word) != nil })
}

package generator

import (
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// A call is a //go:generate line that calls cbgen.
type call struct {
	line  int
	text  string
	words []string
}

// callsIn are the lines of a file that call cbgen. Like go generate it looks at the text
// alone.
func callsIn(content []byte) []call {
	var found []call
	aliases := make(map[string][]string)
	for number, command := range generateLines(content) {
		words := looseWords(command)
		if len(words) > 1 && words[0] == "-command" {
			aliases[words[1]] = words[2:]
			continue
		}
		if len(words) > 0 && aliases[words[0]] != nil {
			words = slices.Concat(aliases[words[0]], words[1:])
		}
		if slices.ContainsFunc(words, callsCbgen) {
			found = append(found, call{number, "//go:generate" + command, words})
		}
	}
	return found
}

// looseWords are the words of a line also where these are quoted together, for a shell.
func looseWords(text string) []string {
	return strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(" \t\"'", c) })
}

// callsCbgen recognises cbgen, go tool cbgen, go run …/cmd/cbgen@latest, and the files of
// that command.
func callsCbgen(word string) bool {
	command, _, _ := strings.Cut(word, "@")
	if strings.HasSuffix(command, ".go") {
		command = path.Dir(command)
	}
	return strings.TrimSuffix(path.Base(command), ".exe") == "cbgen"
}

// A demand is what one call, or this run, asks for.
type demand struct {
	types                []string
	policy, output, tags string
	pkg                  string // as it is written; empty for the package in the folder
}

// demandsOf are what the words of a line ask for: for several things where a shell reads them.
func demandsOf(words []string) []demand {
	start := slices.IndexFunc(words, callsCbgen) + 1
	if start == 0 {
		return nil
	}
	var asked demand
	for i := start; i < len(words); i++ {
		word := words[i]
		if strings.Trim(word, "&|;") == "" {
			return append([]demand{asked}, demandsOf(words[i+1:])...)
		}
		if !strings.HasPrefix(word, "-") {
			asked.pkg = word
			continue
		}
		name, value, isWhole := strings.Cut(strings.TrimLeft(word, "-"), "=")
		if !slices.Contains([]string{"type", "policy", "output", "tags"}, name) {
			continue // it takes no value
		}
		for i+1 < len(words) && (!isWhole || strings.HasSuffix(value, ",")) { // -type "F, G"
			i++
			value += words[i]
			isWhole = true
		}
		asked.set(name, value)
	}
	return []demand{asked}
}

func (asked *demand) set(flag, value string) {
	switch flag {
	case "type":
		asked.types = strings.FieldsFunc(value, func(c rune) bool { return c == ',' || c == ' ' })
	case "policy":
		asked.policy = value
	case "output":
		asked.output = value
	case "tags":
		asked.tags = value
	}
}

// isFor reports whether the package is the one that is named.
func (asked demand) isFor(pkg *loaded) bool {
	switch {
	case asked.pkg == "" || filepath.IsAbs(asked.pkg):
		return asked.pkg == "" || filepath.Clean(asked.pkg) == pkg.Dir
	case asked.pkg[0] == '.':
		return filepath.Join(pkg.Dir, asked.pkg) == pkg.Dir
	default:
		return asked.pkg == strings.TrimSuffix(pkg.PkgPath, "_test")
	}
}

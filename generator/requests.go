package generator

import (
	"slices"
	"strings"
)

// requests are the interfaces and the policy structs that cbgen is asked for: by this run,
// and by the //go:generate lines of the package.
type requests struct {
	types    map[string]bool
	policies map[string]bool
}

func newRequests() *requests {
	return &requests{make(map[string]bool), make(map[string]bool)}
}

func (r *requests) addConfig(cfg Config) {
	r.add("type", strings.Join(cfg.Types, ","))
	r.add("policy", cfg.Policy)
}

// add takes in what a flag names.
func (r *requests) add(flag, names string) {
	for name := range strings.SplitSeq(names, ",") {
		switch name = strings.TrimSpace(name); {
		case name == "":
		case flag == "type":
			r.types[name] = true
		case flag == "policy":
			r.policies[name] = true
		}
	}
}

// addFile takes in the //go:generate lines of a file, those too in which another command
// calls cbgen.
func (r *requests) addFile(content []byte) {
	var aliases []string
	for _, text := range generateLines(content) {
		words := looseWords(text)
		switch {
		case len(words) > 1 && words[0] == "-command" && slices.ContainsFunc(words[2:], isCbgen):
			aliases = append(aliases, words[1])
		case len(words) > 0 && slices.Contains(aliases, words[0]) || slices.ContainsFunc(words, isCbgen):
			r.addFlags(words)
		}
	}
}

// looseWords are the words of a line also where these are quoted together, for a shell.
func looseWords(text string) []string {
	return strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(" \t\"'", c) })
}

func isCbgen(word string) bool { return isCommand(word, "cbgen") }

func (r *requests) addFlags(words []string) {
	for i, word := range words {
		name, value, ok := strings.Cut(strings.TrimLeft(word, "-"), "=")
		if !strings.HasPrefix(word, "-") || !ok && i+1 == len(words) {
			continue
		}
		if !ok {
			value = words[i+1]
		}
		r.add(name, value)
	}
}

package generator

import (
	"path"
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

// addFile takes in the //go:generate lines of a file. Like go generate it looks at the text
// alone.
func (r *requests) addFile(content []byte) {
	var aliases []string
	for line := range strings.Lines(string(content)) {
		command, ok := strings.CutPrefix(line, "//go:generate ")
		if !ok {
			continue
		}
		isBetween := func(c rune) bool { return strings.ContainsRune(" \t\r\n\"'", c) }
		words := strings.FieldsFunc(command, isBetween)
		switch {
		case len(words) > 1 && words[0] == "-command" && callsCbgen(words[2:]):
			aliases = append(aliases, words[1])
		case len(words) > 0 && slices.Contains(aliases, words[0]) || callsCbgen(words):
			r.addFlags(words)
		}
	}
}

// callsCbgen recognises cbgen, go tool cbgen, and go run …/cmd/cbgen@latest.
func callsCbgen(words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool {
		command, _, _ := strings.Cut(word, "@")
		return strings.TrimSuffix(path.Base(command), ".exe") == "cbgen"
	})
}

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

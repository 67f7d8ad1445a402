package generator

import (
	"go/types"
	"maps"
	"strconv"
)

// A scope is a set of names that are taken.
type scope map[string]bool

func (s scope) add(name string) {
	if name != "" {
		s[name] = true
	}
}

// take is the name, or the first of name2, name3, … that is free; it is taken then.
func (s scope) take(name string) string {
	name = s.free(name)
	s.add(name)
	return name
}

func (s scope) free(name string) string {
	if !s[name] {
		return name
	}
	for i := 2; ; i++ {
		if next := name + strconv.Itoa(i); !s[next] {
			return next
		}
	}
}

func (s scope) addVariables(signature *types.Signature) {
	for v := range signature.Params().Variables() {
		s.add(v.Name())
	}
	for v := range signature.Results().Variables() {
		s.add(v.Name())
	}
}

func (s scope) addTypeParams(n *generatedNames) {
	for _, name := range n.typeParams {
		s.add(name)
	}
}

func (s scope) union(t scope) scope {
	u := maps.Clone(s)
	maps.Copy(u, t)
	return u
}

package generator

import (
	"cmp"
	"context"
	"go/token"
	"slices"
)

// PackagePolicies are the policies of a package's methods.
type PackagePolicies struct {
	Path  string
	Types []TypePolicies // in the order of files and lines
}

// TypePolicies are those of a type that has a decorator.
type TypePolicies struct {
	Name    string
	Pos     token.Position
	Methods []MethodPolicy // in the order of the decorator's
}

// A MethodPolicy is what applies to the calls of a method.
type MethodPolicy struct {
	Name      string
	Pos       token.Position // of what embeds it, if another package declares it
	Unguarded string         // why it is not guarded, such as skip or no error result; empty if it is
	Verbs     []VerbPolicy   // those that apply, and those that say that nothing does
}

// A VerbPolicy is what applies of one verb.
type VerbPolicy struct {
	Verb     string
	Pos      token.Position // of the directive; invalid if there is none, and all is default
	Off      bool
	Settings []Setting // of the keys that have an effect
}

// A Setting is the value of a key.
type Setting struct {
	Key   string
	Value string         // as a directive writes it
	Pos   token.Position // of the argument; invalid if the value is the default
}

// Policies are those of all methods that the //go:generate lines of the packages ask for, in
// the order of the packages' paths. It reports what [GenerateAll] does, and then there are none.
func Policies(ctx context.Context, all All) ([]PackagePolicies, []Diagnostic, error) {
	made, found, err := all.generate(ctx)
	byPath := make(map[string]int)
	var pkgs []PackagePolicies
	for _, r := range made {
		path := r.iface.pkg.PkgPath
		if _, ok := byPath[path]; !ok {
			byPath[path] = len(pkgs)
			pkgs = append(pkgs, PackagePolicies{Path: path})
		}
		pkg := &pkgs[byPath[path]]
		pkg.Types = append(pkg.Types, summary{r.iface, all.Dir}.ofType())
	}
	slices.SortFunc(pkgs, func(a, b PackagePolicies) int { return cmp.Compare(a.Path, b.Path) })
	for _, pkg := range pkgs {
		slices.SortFunc(pkg.Types, func(a, b TypePolicies) int { return comparePositions(a.Pos, b.Pos) })
	}
	return pkgs, found, err
}

// A summary says what is known of a type, for whoever is in the folder dir.
type summary struct {
	*iface
	dir string
}

// at is where pos stands, invalid if it does not stand anywhere.
func (s summary) at(pos token.Pos) token.Position {
	if !pos.IsValid() {
		return token.Position{}
	}
	return seenFrom(s.dir, position([]*loaded{s.pkg}, pos))
}

func (s summary) ofType() TypePolicies {
	t := TypePolicies{Name: s.object.Name(), Pos: s.at(s.object.Pos())}
	for _, m := range s.methods {
		t.Methods = append(t.Methods, s.ofMethod(m))
	}
	return t
}

func (s summary) ofMethod(m *method) MethodPolicy {
	found := MethodPolicy{Name: m.name(), Pos: s.at(m.pos()), Unguarded: string(m.unguarded)}
	for _, v := range verbs {
		written := m.applied.verb(v.name)
		settings := s.settings(m, v, written)
		if written == nil && len(settings) == 0 {
			continue
		}
		next := VerbPolicy{Verb: v.name, Settings: settings}
		if written != nil {
			next.Pos, next.Off = s.at(written.pos), written.off.IsValid()
		}
		found.Verbs = append(found.Verbs, next)
	}
	return found
}

// settings are the keys that have an effect, and those that were written without one.
func (s summary) settings(m *method, v *verb, written *directive) []Setting {
	var settings []Setting
	for _, k := range v.keys {
		next := Setting{Key: k.Name, Value: k.get(&m.policy)}
		if written != nil {
			given := written.arguments[k.Name]
			next.Pos = s.at(given.key)
			next.Value = cmp.Or(next.Value, given.text)
		}
		if next.Value != "" {
			settings = append(settings, next)
		}
	}
	return settings
}

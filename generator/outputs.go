package generator

import (
	"bytes"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
)

// output is where the decorator of i goes: beside its interface, to a test file if the
// interface is declared in one.
func (i *iface) output(name string) string {
	declaring := i.fileName()
	if name == "" {
		name = strings.ToLower(i.object.Name()) + "_cbgen.go"
		if isTestFile(declaring) {
			name = strings.ToLower(i.object.Name()) + "_cbgen_test.go"
		}
	}
	return filepath.Join(filepath.Dir(declaring), name)
}

func isTestFile(path string) bool { return strings.HasSuffix(path, "_test.go") }

// reportOutputs reports files that would not be built along with their interfaces, and those
// that would get in the way of each other, or of what earlier runs have left.
func reportOutputs(ifaces []*iface, name string, earlier []output, d *diagnostics) {
	writers := make(map[string]*iface)
	for _, i := range ifaces {
		path := i.output(name)
		i.reportFileName(path, d)
		if first := writers[path]; first != nil {
			d.add(i.object.Pos(), "%s and %s would both be written to %s: generate one of them in a run of its own, with -output",
				first.object.Name(), i.object.Name(), filepath.Base(path))
			continue
		}
		writers[path] = i
	}
	for _, o := range earlier {
		if i := writers[o.path]; i != nil {
			i.reportOverwritten(o, d)
			continue
		}
		for _, i := range ifaces {
			i.reportRedeclared(filepath.Base(i.output(name)), o, d)
		}
	}
}

// reportFileName reports a name that would keep the file out of the builds that have i.
func (i *iface) reportFileName(path string, d *diagnostics) {
	name, declaring := filepath.Base(path), filepath.Base(i.fileName())
	refuse := func(problem string) {
		d.add(i.object.Pos(), "%s cannot be generated into %s%s", i.object.Name(), name, problem)
	}
	switch {
	case name[0] == '_' || name[0] == '.':
		refuse(", which is never built, since it begins with " + name[:1] + ": choose another name with -output")
	case isTestFile(name) && !isTestFile(declaring):
		refuse(", a test file, since " + declaring + " is none: let -output not end in _test.go")
	case !isTestFile(name) && isTestFile(declaring):
		refuse(", since " + declaring + " is a test file: let -output end in _test.go")
	}
	for _, tag := range platformOf(name) {
		if !slices.Contains(platformOf(declaring), tag) {
			refuse(", which is built for " + tag + " alone, unlike " + declaring + ": choose another name with -output")
			return
		}
	}
}

// reportOverwritten reports an output that has the decorator of another interface, unless
// that is gone.
func (i *iface) reportOverwritten(o output, d *diagnostics) {
	var others []string
	for _, arguments := range headerArguments(o.content) {
		words := strings.Fields(arguments)
		if len(words) < 2 || words[0] != "-type" || words[1] == i.object.Name() {
			return
		}
		if isDecorableIn(d.pkgs, words[1]) {
			others = append(others, words[1])
		}
	}
	if len(others) > 0 {
		d.add(i.object.Pos(), "%s would overwrite %s, which has the decorator of %s: "+
			"give one of them another -output, or delete the file if it is left over",
			i.object.Name(), filepath.Base(o.path), others[0])
	}
}

func isDecorableIn(pkgs []*loaded, name string) bool {
	return slices.ContainsFunc(pkgs, func(pkg *loaded) bool {
		return canDecorate(pkg.Types.Scope().Lookup(name))
	})
}

// reportRedeclared reports an output of an earlier run, under another name, that declares
// the decorator of i too. One with another build constraint may be for another platform.
func (i *iface) reportRedeclared(next string, o output, d *diagnostics) {
	typeName := topLevelNames(i.object).typeName
	if !bytes.Contains(o.content, []byte("type "+typeName)) {
		return // nearly always, and this is much faster than looking at the lines
	}
	clause := o.line("package " + i.pkg.Types.Name())
	declaration := o.line("type " + typeName)
	if clause == 0 || declaration == 0 || o.buildConstraint() != i.buildConstraint() {
		return
	}
	pos := token.Position{Filename: o.path, Line: declaration, Column: len("type ") + 1}
	d.addAt(pos, typeName+" is declared here by an earlier run of cbgen, and "+next+" is to declare it now: delete this file")
}

// line is the number of the first line that begins with these words, 0 if there is none.
// An output may be too broken to be parsed.
func (o output) line(words string) int {
	n := 0
	for line := range strings.Lines(string(o.content)) {
		n++
		if rest, ok := strings.CutPrefix(line, words); ok && (rest == "" || strings.ContainsAny(rest[:1], " [\r\n")) {
			return n
		}
	}
	return 0
}

func (o output) buildConstraint() string {
	for line := range strings.Lines(string(o.content)) {
		if expr, ok := strings.CutPrefix(line, "//go:build "); ok {
			return strings.TrimSpace(expr)
		}
	}
	return ""
}

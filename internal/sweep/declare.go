package main

import (
	"fmt"
	"go/types"
	"path"
	"slices"
	"strings"
)

// A declaration is one that a subject is decorated by.
type declaration struct {
	*subject
	// extra is for an interface whose methods report no errors, so that there would be nothing
	// to guard: it is declared with one more, which does.
	extra bool
	want  string // what the diagnostic must begin with; empty if there must be none
}

// declarations are what is declared for a subject.
func (s *subject) declarations() []declaration {
	switch {
	case s.refusal != nil:
		return []declaration{{subject: s, want: s.object.Name() + " " + s.refusal.message}}
	case !reportsErrors(s.object.Type().Underlying().(*types.Interface)):
		refused := "no method of " + s.object.Name() + " has an error as its last result: "
		return []declaration{{subject: s, extra: true}, {subject: s, want: refused}}
	default:
		return []declaration{{subject: s}}
	}
}

// A folder is a package of declarations, for a package of subjects.
type folder struct {
	path     string // within the module
	declared []declaration
	lines    map[int]declaration // by the line of declarations.go
	taken    map[string]bool
}

// take is false if the declaration would be in the way of another one's file or decorator.
func (f *folder) take(d declaration) bool {
	name := strings.ToLower(d.object.Name())
	decorator, decorated := "guarded"+name, strings.TrimPrefix(name, "guarded")
	if f.taken[name] || f.taken[decorator] || decorated != name && f.taken[decorated] {
		return false
	}
	f.taken[name] = true
	f.declared = append(f.declared, d)
	return true
}

// folders sorts declarations into folders below the root, as many as they need.
func folders(root string, declared []declaration) []*folder {
	var all []*folder
	for _, d := range declared {
		base := path.Join(root, strings.ReplaceAll(d.pkg.PkgPath, "/", "."))
		for n := 1; ; n++ {
			name := base
			if n > 1 {
				name = fmt.Sprintf("%s.more%d", base, n)
			}
			f := lastNamed(all, name)
			if f == nil {
				f = &folder{path: name, lines: make(map[int]declaration), taken: make(map[string]bool)}
				all = append(all, f)
			}
			if f.take(d) {
				break
			}
		}
	}
	return all
}

func lastNamed(all []*folder, name string) *folder {
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].path == name {
			return all[i]
		}
	}
	return nil
}

// source is the file that declares everything.
func (f *folder) source() string {
	var names []string
	for _, d := range f.declared {
		names = append(names, d.object.Name())
	}
	w := &writer{imports: make(map[string]string), names: make(map[string]bool)}
	w.qualify(f.declared[0].pkg.Types)
	var body, also []string
	for _, d := range f.declared {
		also = append(also, d.imports...)
		body = append(body, w.declare(d))
	}
	out := "package sweep\n\n//go:generate cbgen -type " + strings.Join(names, ",") + "\n\n"
	for _, path := range w.order {
		out += fmt.Sprintf("import %s %q\n", w.imports[path], path)
	}
	for _, path := range slices.Compact(slices.Sorted(slices.Values(also))) {
		out += fmt.Sprintf("import _ %q\n", path)
	}
	out += "\n"
	line := strings.Count(out, "\n") + 1
	for i, text := range body {
		f.lines[line] = f.declared[i]
		out += text
		line += strings.Count(text, "\n")
	}
	return out
}

// A writer writes declarations, and remembers what they import.
type writer struct {
	imports map[string]string // by path, what the file calls a package
	names   map[string]bool
	order   []string
}

func (w *writer) qualify(pkg *types.Package) string {
	if name, ok := w.imports[pkg.Path()]; ok {
		return name
	}
	name := pkg.Name()
	for w.names[name] {
		name += "_"
	}
	w.names[name] = true
	w.imports[pkg.Path()] = name
	w.order = append(w.order, pkg.Path())
	return name
}

// declare is type Client interface{ stripe.Client }. What is to be decorated has directives, so that
// every guarded method has a bulkhead, and every one that streams lets its calls last.
func (w *writer) declare(d declaration) string {
	name := d.object.Name()
	params, args := w.typeParams(d.object)
	body := w.qualify(d.object.Pkg()) + "." + name + args
	if d.extra {
		body += "; " + freeMethod(d.object) + "() error"
	}
	directives := ""
	if d.want == "" {
		directives = "//cbgen:bulkhead max=8 wait=1s\n//cbgen:stream\n"
	}
	return fmt.Sprintf("%stype %s%s interface{ %s }\n", directives, name, params, body)
}

func isGeneric(object *types.TypeName) bool {
	t, ok := object.Type().(interface{ TypeParams() *types.TypeParamList })
	return ok && t.TypeParams().Len() > 0
}

// typeParams are [K comparable, V any], and [K, V].
func (w *writer) typeParams(object *types.TypeName) (declared, used string) {
	if !isGeneric(object) {
		return "", ""
	}
	generic := object.Type().(interface{ TypeParams() *types.TypeParamList })
	var both, names []string
	for p := range generic.TypeParams().TypeParams() {
		names = append(names, p.Obj().Name())
		both = append(both, p.Obj().Name()+" "+types.TypeString(p.Constraint(), w.qualify))
	}
	return "[" + strings.Join(both, ", ") + "]", "[" + strings.Join(names, ", ") + "]"
}

func freeMethod(object *types.TypeName) string {
	name := "Sweep"
	for {
		if found, _, _ := types.LookupFieldOrMethod(object.Type(), false, nil, name); found == nil {
			return name
		}
		name += "s"
	}
}

package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
)

// reasons are the refusals, with what Go says to them.
var reasons = []struct{ reason, because string }{
	{isSealed, "only their own package can implement them"},
	{isConstraint, "no variable can have such a type"},
	{isEmpty, "there is nothing to guard"},
	{isUnspeakable, "a signature has a type that is internal or not exported, and no public package has an alias for it. Looked for are aliases of named types alone, not of structs, one of which would do for `protoreflect.Message`"},
}

// counts are those of some subjects.
type counts struct {
	all, generic, extra int
	refused             map[string]int
}

func count(subjects []*subject) counts {
	c := counts{refused: make(map[string]int)}
	for _, s := range subjects {
		c.all++
		if s.refusal != nil {
			c.refused[s.refusal.reason]++
			continue
		}
		if isGeneric(s.object) {
			c.generic++
		}
		if len(s.declarations()) > 1 {
			c.extra++
		}
	}
	return c
}

func (c counts) decorated() int {
	n := c.all
	for _, refused := range c.refused {
		n -= refused
	}
	return n
}

// refusals is 3 unexported methods, 1 constraint.
func (c counts) refusals() string {
	var list []string
	for _, r := range reasons {
		if n := c.refused[r.reason]; n > 0 {
			list = append(list, fmt.Sprintf("%d %s", n, r.reason))
		}
	}
	return strings.Join(list, ", ")
}

func (r *result) print(w io.Writer) {
	for _, text := range r.unusable {
		fmt.Fprintf(w, "left out, since it does not build here: %s\n", text)
	}
	c := count(r.subjects)
	fmt.Fprintf(w, "%d interfaces, %d decorated (%d generic), the others cannot be: %s\n", c.all, c.decorated(), c.generic, c.refusals())
}

// writeDoc writes the page for people.
func (r *result) writeDoc(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	r.writePage(file)
	return file.Close()
}

func (r *result) writePage(w io.Writer) {
	byOwner := make(map[string][]*subject)
	var owners []string
	for _, s := range r.subjects {
		owner := s.owner()
		if byOwner[owner] == nil {
			owners = append(owners, owner)
		}
		byOwner[owner] = append(byOwner[owner], s)
	}
	slices.SortFunc(owners, func(a, b string) int {
		if (a == standard) != (b == standard) {
			return map[bool]int{true: -1, false: 1}[a == standard]
		}
		return strings.Compare(a, b)
	})
	c := count(r.subjects)
	fmt.Fprintf(w, page, runtime.Version(), runtime.GOOS, runtime.GOARCH, c.all, len(owners)-1, c.decorated(), c.generic, c.extra)
	for _, reason := range reasons {
		fmt.Fprintf(w, "| %s | %d | %s |\n", reason.reason, c.refused[reason.reason], reason.because)
	}
	fmt.Fprint(w, "\n## Modules\n\n| module | interfaces | decorated | refused |\n|---|---|---|---|\n")
	for _, owner := range owners {
		c := count(byOwner[owner])
		fmt.Fprintf(w, "| %s | %d | %d | %s |\n", owner, c.all, c.decorated(), c.refusals())
	}
}

const page = `# Coverage

` + "`go run ./internal/sweep -doc docs/coverage.md`" + ` declares ` + "`type X interface{ pkg.X }`" + ` for every exported interface of the standard library and of the modules below, generic ones with type parameters of their own, each with ` + "`//cbgen:bulkhead`" + ` and ` + "`//cbgen:stream`" + `,
generates all of their decorators in one load, builds them and runs ` + "`go vet`" + ` on them. It has written this page, with %s, %s/%s. Anybody can run it: it needs the module proxy, and touches no go.mod of this repository.

**Of %d interfaces in the standard library and %d modules, %d are decorated**, %d of them generic. %d have no method that reports an error, so that there is nothing to guard: cbgen refuses them as they are, and decorates them when one such method is added.

The others cannot be decorated, for reasons of Go itself, and cbgen says so for each. Which these are is decided apart from the generator, by code that has been written for the sweep alone (` + "`internal/sweep/refusal.go`" + `): an interface that cbgen refuses without such a reason,
decorates in spite of one, or refuses with other words, fails the sweep.

| refused for | interfaces | because |
|---|---|---|
`

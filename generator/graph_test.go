package generator

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"
)

func TestACycleIsNotClosedWhereverOneBegins(t *testing.T) {
	g := &graph{c: new(packages.Config), byID: make(map[string]*node)}
	g.add(&node{ImportPath: "a", Imports: []string{"b"}})
	g.add(&node{ImportPath: "b", Imports: []string{"a"}})
	roots := g.link()
	require.Len(t, roots, 2)
	require.Same(t, roots[1], roots[0].Imports["b"])
	require.Empty(t, roots[1].Imports)
}

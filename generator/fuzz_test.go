package generator

import (
	"go/format"
	"go/types"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzInterface has bytes choose an interface, with names that clash with everything, and others
// choose its policies. Where the package compiles, so must its decorator.
func FuzzInterface(f *testing.F) {
	f.Add([]byte{}, []byte{})
	f.Fuzz(func(t *testing.T, bytes, policies []byte) { decorateRandom(t, bytes, policies) })
}

// decorateRandom reports whether there was something to decorate.
func decorateRandom(t *testing.T, bytes, policies []byte) bool {
	w, err := theWorld()
	require.NoError(t, err)
	g := &grammar{chooser: chooser{bytes}, policies: chooser{policies}}
	source, name := g.source()
	bare := w.load(source)
	defer w.forget(bare.Syntax...)
	source, policy := g.withPolicies(bare, source, name)
	pkg := w.load(source)
	defer w.forget(pkg.Syntax...)
	if len(pkg.Errors) > 0 {
		t.Fatalf("the grammar is wrong: %v\n%s", pkg.Errors, numbered(source))
	}
	rendered, found, err := generateInMemory(pkg, source, Config{Types: []string{name}, Policy: policy})
	if err != nil {
		message, _, _ := strings.Cut(err.Error(), "\n")
		t.Fatalf("%s\n%s", message, numbered(source))
	}
	if len(pkg.TypeErrors) > 0 {
		return false
	}
	for _, d := range found {
		if !mayBeRefused(d, pkg.Types.Scope().Lookup(name)) {
			t.Errorf("%s\n%s", d, numbered(source))
		}
	}
	if err := w.check(pkg, source, rendered); err != nil {
		t.Fatalf("%v\n%s\n%s", err, numbered(source), numbered(string(rendered[0].file.Content)))
	}
	for _, r := range rendered {
		formatted, err := format.Source(r.file.Content)
		require.NoError(t, err)
		require.Equal(t, string(formatted), string(r.file.Content), source)
	}
	return len(rendered) > 0
}

// mayBeRefused reports whether the diagnostic is right about an interface that compiles.
func mayBeRefused(d Diagnostic, object types.Object) bool {
	switch {
	case strings.Contains(d.Message, "every method of "), strings.Contains(d.Message, "remove the policy"), strings.Contains(d.Message, " is lost there"):
		return true
	case strings.Contains(d.Message, "has the predeclared "):
		words := strings.Fields(d.Message[strings.Index(d.Message, "the predeclared "):])
		return object.Pkg().Scope().Lookup(strings.TrimSuffix(words[2], ",")) != nil
	case strings.Contains(d.Message, "needs the predeclared "):
		return true // the position is that of the declaration
	case strings.Contains(d.Message, "has an error as its last result: there is nothing to guard"):
		for m := range object.Type().Underlying().(*types.Interface).Methods() {
			if strings.HasSuffix(m.Type().String(), "error)") || strings.HasSuffix(m.Type().String(), " error") {
				return false
			}
		}
		return true
	}
	return false
}

// TestRandomInterfacesAreDecorated does for a few inputs what the fuzzer does for many, and
// shows that most of what the grammar writes is Go.
func TestRandomInterfacesAreDecorated(t *testing.T) {
	const rounds = 300
	random := rand.New(rand.NewChaCha8([32]byte{}))
	choose := func() []byte {
		bytes := make([]byte, random.IntN(300))
		for i := range bytes {
			bytes[i] = byte(random.Uint32())
		}
		return bytes
	}
	decorated := 0
	for range rounds {
		if decorateRandom(t, choose(), choose()) {
			decorated++
		}
	}
	t.Log(decorated)
	require.Greater(t, decorated, rounds/2, "of %d", rounds)
}

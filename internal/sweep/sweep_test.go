package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestEveryInterfaceOfTheStandardLibraryIsDecorated is the part of the sweep that needs no
// download.
func TestEveryInterfaceOfTheStandardLibraryIsDecorated(t *testing.T) {
	t.Setenv("GOWORK", "") // newModule sets these
	t.Setenv("GOFLAGS", "")
	m, err := newModule(t.TempDir(), "../..", nil)
	require.NoError(t, err)
	result, err := m.sweep([]string{"std"})
	require.NoError(t, err)
	c := count(result.subjects)
	require.Greater(t, c.decorated(), 100)
	require.NotZero(t, c.refused[isSealed])
	require.NotZero(t, c.refused[isConstraint])
	require.NotZero(t, c.refused[isEmpty])
}

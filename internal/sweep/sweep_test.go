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
	t.Log(len(result.subjects), result.files)
}

package main

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestColoursAreForTerminalsThatWantThem(t *testing.T) {
	device, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	require.NoError(t, err)
	defer device.Close()
	file, err := os.Create(t.TempDir() + "/file")
	require.NoError(t, err)
	defer file.Close()

	t.Setenv("TERM", "xterm")
	t.Setenv("NO_COLOR", "")
	require.Equal(t, "\x1b[31mopen\x1b[0m", newPalette(device).paint(red, "open"))
	require.Equal(t, "open", newPalette(file).paint(red, "open"))
	require.Equal(t, "open", newPalette(new(bytes.Buffer)).paint(red, "open"))

	t.Setenv("NO_COLOR", "1")
	require.Equal(t, "open", newPalette(device).paint(red, "open"))

	t.Setenv("NO_COLOR", "")
	for _, term := range []string{"", "dumb"} {
		t.Setenv("TERM", term)
		require.Equal(t, "open", newPalette(device).paint(red, "open"))
	}
}

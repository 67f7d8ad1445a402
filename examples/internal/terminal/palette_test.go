package terminal

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
	require.Equal(t, "\x1b[31mopen\x1b[0m", NewPalette(device).Paint(Red, "open"))
	require.Equal(t, "open", NewPalette(file).Paint(Red, "open"))
	require.Equal(t, "open", NewPalette(new(bytes.Buffer)).Paint(Red, "open"))

	t.Setenv("NO_COLOR", "1")
	require.Equal(t, "open", NewPalette(device).Paint(Red, "open"))

	t.Setenv("NO_COLOR", "")
	for _, term := range []string{"", "dumb"} {
		t.Setenv("TERM", term)
		require.Equal(t, "open", NewPalette(device).Paint(Red, "open"))
	}
}

// Package terminal writes for people who watch.
package terminal

import (
	"io"
	"os"
)

// A Palette paints text for a terminal, or leaves it as it is.
type Palette bool

// The colours, as the parameter of the terminal's command.
const (
	Bold   = "1"
	Red    = "31"
	Green  = "32"
	Yellow = "33"
)

// NewPalette paints only where colours are shown and wanted: see no-color.org.
func NewPalette(out io.Writer) Palette {
	file, ok := out.(*os.File)
	term := os.Getenv("TERM")
	if !ok || term == "" || term == "dumb" || os.Getenv("NO_COLOR") != "" {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// Paint is the text in this colour.
func (p Palette) Paint(colour, text string) string {
	if !p {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

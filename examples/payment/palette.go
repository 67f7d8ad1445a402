package main

import (
	"io"
	"os"
)

// A palette paints text for a terminal, or leaves it as it is.
type palette bool

// The colours, as the parameter of the terminal's command.
const (
	bold   = "1"
	red    = "31"
	green  = "32"
	yellow = "33"
)

// newPalette paints only where colours are shown and wanted: see no-color.org.
func newPalette(out io.Writer) palette {
	file, ok := out.(*os.File)
	term := os.Getenv("TERM")
	if !ok || term == "" || term == "dumb" || os.Getenv("NO_COLOR") != "" {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func (p palette) paint(colour, text string) string {
	if !p {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

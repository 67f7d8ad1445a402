package main

import (
	_ "embed"
	"strings"
)

//go:embed main.go
var source string

// manual is the package comment.
var manual = func() string {
	comment, _, _ := strings.Cut(source, "\npackage main")
	var text strings.Builder
	for line := range strings.Lines(comment + "\n") {
		line = strings.TrimPrefix(line, "//")
		text.WriteString(strings.TrimPrefix(line, " "))
	}
	return text.String()
}()

// manualOf is a section of the manual.
func manualOf(heading string) string {
	_, section, _ := strings.Cut(manual, "# "+heading+"\n\n")
	section, _, _ = strings.Cut(section, "\n# ")
	return section
}

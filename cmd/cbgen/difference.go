package main

import (
	"bytes"

	"github.com/rogpeppe/go-internal/diff"
)

// difference is how a file is not what would be generated. On a checkout with the line ends
// of Windows a diff would have every line of it.
func difference(name string, old, content []byte) []byte {
	if bytes.Equal(bytes.ReplaceAll(old, []byte("\r\n"), []byte("\n")), content) {
		return []byte(name + ": only its line ends differ: it has CRLF, and cbgen writes LF\n")
	}
	return diff.Diff(name, old, name+" (generated)", content)
}

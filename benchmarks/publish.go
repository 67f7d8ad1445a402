package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/cbgen/cbgen/benchmarks/internal/report"
)

// place is where the figures stand in a document.
var place = report.Place{
	Start: "<!-- figures: written by go run ./benchmarks -doc -->",
	End:   "<!-- end of the figures -->",
}

// publish writes the figures into the document, and the plot beside it.
func publish(doc string, f figures, tables []report.Table) error {
	plotFile := strings.TrimSuffix(doc, filepath.Ext(doc)) + ".svg"

	var b bytes.Buffer
	fmt.Fprintf(&b, "\n%s.\n\n![How long a call takes where cbgen's takes 1](%s)\n", report.Machine(), filepath.Base(plotFile))
	for _, t := range tables {
		t.Markdown(&b)
	}
	b.WriteByte('\n')

	if err := place.Publish(doc, b.Bytes()); err != nil {
		return err
	}
	return os.WriteFile(plotFile, f.plot(), 0o644)
}

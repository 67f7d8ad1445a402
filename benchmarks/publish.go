package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Between these the figures stand in a document.
const (
	figuresStart = "<!-- figures: written by go run ./benchmarks -doc -->\n"
	figuresEnd   = "<!-- end of the figures -->\n"
)

// publish writes the figures into the document, and the plot beside it.
func publish(doc string, f figures, tables []table) error {
	content, err := os.ReadFile(doc)
	if err != nil {
		return err
	}
	plotFile := strings.TrimSuffix(doc, filepath.Ext(doc)) + ".svg"

	var b bytes.Buffer
	fmt.Fprintf(&b, "\n%s.\n\n![How long a call takes where cbgen's takes 1](%s)\n", machine(), filepath.Base(plotFile))
	for _, t := range tables {
		t.markdown(&b)
	}
	b.WriteByte('\n')

	content, err = replaceFigures(content, b.Bytes())
	if err != nil {
		return fmt.Errorf("%s: %w", doc, err)
	}
	if err := os.WriteFile(doc, content, 0o644); err != nil {
		return err
	}
	return os.WriteFile(plotFile, f.plot(), 0o644)
}

// replaceFigures replaces what is between the two comments.
func replaceFigures(content, figures []byte) ([]byte, error) {
	before, rest, started := bytes.Cut(content, []byte(figuresStart))
	_, after, ended := bytes.Cut(rest, []byte(figuresEnd))
	if !started || !ended {
		return nil, fmt.Errorf("the lines %q and %q are not there", strings.TrimSpace(figuresStart), strings.TrimSpace(figuresEnd))
	}
	return bytes.Join([][]byte{before, []byte(figuresStart), figures, []byte(figuresEnd), after}, nil), nil
}

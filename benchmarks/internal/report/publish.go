package report

import (
	"bytes"
	"fmt"
	"os"
)

// A Place is where the figures stand in a document: between two comments, each on a line.
type Place struct{ Start, End string }

// Publish writes the figures into their place in the document.
func (p Place) Publish(doc string, figures []byte) error {
	content, err := os.ReadFile(doc)
	if err != nil {
		return err
	}
	content, err = p.replace(content, figures)
	if err != nil {
		return fmt.Errorf("%s: %w", doc, err)
	}
	return os.WriteFile(doc, content, 0o644)
}

// replace replaces what is between the two comments.
func (p Place) replace(content, figures []byte) ([]byte, error) {
	before, rest, started := bytes.Cut(content, []byte(p.Start+"\n"))
	_, after, ended := bytes.Cut(rest, []byte(p.End+"\n"))
	if !started || !ended {
		return nil, fmt.Errorf("the lines %q and %q are not there", p.Start, p.End)
	}
	return bytes.Join([][]byte{before, []byte(p.Start + "\n"), figures, []byte(p.End + "\n"), after}, nil), nil
}

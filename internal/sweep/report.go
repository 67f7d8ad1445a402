package main

import (
	"fmt"
	"io"
	"os"
)

func (r *result) print(w io.Writer) {
	fmt.Fprintf(w, "%d interfaces, %d files\n", len(r.subjects), r.files)
}

func (r *result) writeDoc(path string) error { return os.WriteFile(path, nil, 0o644) }

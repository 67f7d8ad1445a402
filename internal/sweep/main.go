// Sweep declares an interface of its own for every exported interface of the standard library
// and of public modules, generates all of their decorators in one load, and has the compiler
// and go vet say what it thinks of them.
//
// Usage:
//
//	go run ./internal/sweep [-doc FILE] [-dir DIR] [MODULE@VERSION …]
//
// Without arguments it takes the standard library and the modules of modules.txt, which the go
// command downloads: some 2 GB, and as much again in the build cache. What cannot be decorated must
// be what refusal.go says cannot be implemented outside its package; anything else makes it
// fail.
//
// The flags are:
//
//	-doc FILE
//		Write the figures into this Markdown file.
//	-dir DIR
//		Make the module with the declarations here, and leave it there.
package main

import (
	_ "embed"
	"flag"
	"fmt"
	"os"
	"strings"
)

//go:embed modules.txt
var modules string

func main() {
	doc := flag.String("doc", "", "write the figures into this Markdown `file`")
	dir := flag.String("dir", "", "make the module with the declarations in this `folder`, and leave it there")
	flag.Parse()
	wanted := flag.Args()
	if len(wanted) == 0 {
		wanted = strings.Fields(modules)
	}
	if err := run(*dir, *doc, wanted); err != nil {
		fmt.Fprintf(os.Stderr, "sweep: %v\n", err)
		os.Exit(1)
	}
}

func run(dir, doc string, wanted []string) error {
	if dir == "" {
		temporary, err := os.MkdirTemp("", "sweep-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(temporary)
		dir = temporary
	}
	root, err := goCommand(".", "list", "-m", "-f", "{{.Dir}}", "github.com/cbgen/cbgen")
	if err != nil {
		return err
	}
	m, err := newModule(dir, strings.TrimSpace(root), wanted)
	if err != nil {
		return err
	}
	patterns := []string{"std"}
	for _, module := range wanted {
		path, _, _ := strings.Cut(module, "@")
		patterns = append(patterns, path+"/...")
	}
	result, err := m.sweep(patterns)
	if err != nil {
		return err
	}
	result.print(os.Stdout)
	if doc != "" {
		return result.writeDoc(doc)
	}
	return nil
}

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A module is the one that the interfaces are declared in, outside of the repository: what it
// requires must not get into our go.mod.
type module struct{ dir string }

// newModule makes a module that takes cbgen from root, and requires the modules.
func newModule(dir, root string, required []string) (*module, error) {
	// A workspace would be in the way; and go.mod grows with what packages turn out to need.
	for name, value := range map[string]string{"GOWORK": "off", "GOFLAGS": "-mod=mod"} {
		if err := os.Setenv(name, value); err != nil {
			return nil, err
		}
	}
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		return nil, err
	}
	m := &module{dir}
	mod := "module example.com/sweep\n\ngo 1.26.0\n\n" +
		"require github.com/cbgen/cbgen v0.0.0\n\nreplace github.com/cbgen/cbgen => " + root + "\n"
	if err := errors.Join(m.write("go.mod", mod), m.write("go.sum", string(sums))); err != nil {
		return nil, err
	}
	if len(required) > 0 {
		_, err = goCommand(dir, append([]string{"get"}, required...)...)
	}
	return m, err
}

func (m *module) write(name, content string) error {
	path := filepath.Join(m.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(content), 0o644)
}

// goCommand is what the go command prints; what it complains of is the error.
func goCommand(dir string, args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", args[0], err, strings.TrimSpace(stderr.String()))
	}
	return string(out), nil
}

package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/cbgen/cbgen/generator"
)

// write puts the files in their places: all of them, or none if something stands in the
// way. It leaves alone what is current. Everything that can fail is done before the first
// file is replaced; replacing is one rename each.
func write(files []generator.File, log io.Writer) error {
	var pending []*replacement
	var problems []error
	defer func() {
		for _, r := range pending {
			os.Remove(r.temporary) // there is none any more if all went well
		}
	}()
	for _, file := range files {
		r, err := prepare(file)
		switch {
		case err != nil:
			problems = append(problems, err)
		case r == nil:
			fmt.Fprintln(log, "current", relative(file.Path))
		default:
			pending = append(pending, r)
		}
	}
	if len(problems) > 0 {
		return errors.Join(problems...)
	}
	for _, r := range pending {
		if err := os.Rename(r.temporary, r.path); err != nil {
			return notWritten(r.path, err)
		}
		fmt.Fprintln(log, "written", relative(r.path))
	}
	return nil
}

// A replacement is a file that is written, but not in its place yet.
type replacement struct{ path, temporary string }

// prepare writes the file beside its place; nil if it is there already.
func prepare(file generator.File) (*replacement, error) {
	old, mode, err := current(file.Path)
	if err != nil {
		return nil, err
	}
	if old != nil && bytes.Equal(old, file.Content) {
		return nil, nil
	}
	temporary, err := os.CreateTemp(filepath.Dir(file.Path), "."+filepath.Base(file.Path)+".*")
	if err != nil {
		return nil, notWritten(file.Path, err)
	}
	_, err = temporary.Write(file.Content)
	err = cmp.Or(err, temporary.Chmod(mode), temporary.Close())
	if err != nil {
		os.Remove(temporary.Name())
		return nil, notWritten(file.Path, err)
	}
	return &replacement{file.Path, temporary.Name()}, nil
}

// notWritten is about the file, and not about what is written in its place meanwhile.
func notWritten(path string, err error) error {
	return fmt.Errorf("write %s: %w", relative(path), cmp.Or(errors.Unwrap(err), err))
}

// current is what is at the path, nil if there is nothing, and the mode for what replaces it.
// It is an error if that is not cbgen's to replace.
func current(path string) ([]byte, fs.FileMode, error) {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0o644, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("read the present file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, 0, fmt.Errorf("%s is not a regular file: move it away, or choose another -output", relative(path))
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, 0, fmt.Errorf("read the present file: %w", err)
	}
	if !generator.IsGenerated(content) {
		return nil, 0, fmt.Errorf("%s was not written by cbgen: move it away, or choose another -output", relative(path))
	}
	return content, info.Mode().Perm(), nil
}

// check prints how the files differ from what they should be. It is an error if any does.
func check(files []generator.File, stdout, log io.Writer) error {
	stale := 0
	var problems []error
	for _, file := range files {
		name := relative(file.Path)
		old, _, err := current(file.Path)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		if old != nil && bytes.Equal(old, file.Content) {
			fmt.Fprintln(log, "current", name)
			continue
		}
		stale++
		fmt.Fprintln(log, "differs", name)
		if _, err := stdout.Write(difference(name, old, file.Content)); err != nil {
			return err
		}
	}
	if stale > 0 {
		problems = append(problems, fmt.Errorf("%d of %d files are not current: run go generate", stale, len(files)))
	}
	return errors.Join(problems...)
}

// relative is the path as seen from the current folder, if that is shorter.
func relative(path string) string {
	dir, err := os.Getwd()
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(dir, path); err == nil && len(rel) < len(path) {
		return rel
	}
	return path
}

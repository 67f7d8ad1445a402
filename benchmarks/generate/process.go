package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// A command is a process to run.
type command struct {
	dir  string
	args []string
	cold bool // without anything in the build cache
}

// A sample is what one run took.
type sample struct {
	seconds float64
	peak    float64 // MiB of memory that the largest of its processes used; 0 where that is not known
}

// run runs a command to its end. That of a process includes those that it has started.
func (w *workshop) run(c command) (sample, error) {
	args := c.args
	if args[0] == "self" {
		args = append([]string{w.self}, args[1:]...)
	}
	env := append(w.env, "PWD="+c.dir)
	if c.cold {
		cache, err := os.MkdirTemp(w.dir, "cache-")
		if err != nil {
			return sample{}, err
		}
		defer os.RemoveAll(cache)
		env = append(env, "GOCACHE="+cache)
	}
	path := args[0]
	if installed := filepath.Join(w.dir, "bin", path); !filepath.IsAbs(path) && exists(installed) {
		path = installed
	}
	cmd := exec.Command(path, args[1:]...)
	cmd.Dir, cmd.Env = c.dir, env
	start := time.Now()
	output, err := cmd.CombinedOutput()
	seconds := time.Since(start).Seconds()
	if err != nil {
		return sample{}, fmt.Errorf("%s: %w\n%.2000s", strings.Join(c.args, " "), err, output)
	}
	return sample{seconds, peakOf(cmd.ProcessState)}, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

package main

import (
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/cbgen/cbgen/vet"
)

// isVettool reports whether go vet -vettool calls: to ask what cbgen is, which flags it has, or to
// analyze the package that a file describes.
func isVettool(args []string) bool {
	return len(args) > 0 && (args[0] == "-V=full" || args[0] == "-flags" || strings.HasSuffix(args[len(args)-1], ".cfg"))
}

// runVettool does what go vet asks for, and exits.
func runVettool() { unitchecker.Main(vet.Analyzer) }

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/cbgen/cbgen/generator"
)

// A format writes policies down.
type format func(pkgs []generator.PackagePolicies, w io.Writer) error

// listFlags are the command line of cbgen list.
type listFlags struct {
	patterns []string
	tags     string
	format   format
	help     bool
}

// isList reports whether the command line is one of cbgen list. A package of that name is ./list.
func isList(args []string) bool { return len(args) > 0 && args[0] == "list" }

func parseListFlags(args []string) (*listFlags, error) {
	f := &listFlags{format: listText}
	var asJSON, asMarkdown bool
	set := flag.NewFlagSet("cbgen list", flag.ContinueOnError)
	set.SetOutput(io.Discard) // runList prints what goes wrong
	set.StringVar(&f.tags, "tags", "", "")
	set.BoolVar(&asJSON, "json", false, "")
	set.BoolVar(&asMarkdown, "markdown", false, "")
	if err := set.Parse(args); errors.Is(err, flag.ErrHelp) {
		f.help = true
		return f, nil
	} else if err != nil {
		return nil, err
	}
	switch {
	case asJSON && asMarkdown:
		return nil, errors.New("-json or -markdown: choose one")
	case asJSON:
		f.format = listJSON
	case asMarkdown:
		f.format = listMarkdown
	}
	f.patterns = set.Args()
	if len(f.patterns) == 0 {
		f.patterns = []string{"."}
	}
	return f, checkPackages(f.patterns)
}

// runList prints the policies of packages.
func runList(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	f, err := parseListFlags(args)
	switch {
	case err != nil:
		fmt.Fprintf(stderr, "cbgen list: %v\nRun cbgen list -h for help.\n", err)
		return usage
	case f.help:
		fmt.Fprint(stdout, manualOf("Listing the policies"))
		return done
	}

	stop := showProgress(stderr)
	pkgs, diagnostics, err := generator.Policies(ctx, generator.All{Patterns: f.patterns, Tags: f.tags, Parse: parseLine})
	stop()
	if err == nil && len(diagnostics) == 0 {
		err = f.format(pkgs, stdout)
	}
	return report(diagnostics, err, stderr)
}

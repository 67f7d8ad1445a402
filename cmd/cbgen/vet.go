package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/cbgen/cbgen/generator"
)

// vetFlags are the command line of cbgen vet.
type vetFlags struct {
	patterns []string
	tags     string
	json     bool
	help     bool
}

// isVet reports whether the command line is one of cbgen vet. A package of that name is ./vet.
func isVet(args []string) bool { return len(args) > 0 && args[0] == "vet" }

func parseVetFlags(args []string) (*vetFlags, error) {
	f := new(vetFlags)
	set := flag.NewFlagSet("cbgen vet", flag.ContinueOnError)
	set.SetOutput(io.Discard) // runVet prints what goes wrong
	set.StringVar(&f.tags, "tags", "", "")
	set.BoolVar(&f.json, "json", false, "")
	if err := set.Parse(args); errors.Is(err, flag.ErrHelp) {
		f.help = true
		return f, nil
	} else if err != nil {
		return nil, err
	}
	f.patterns = set.Args()
	if len(f.patterns) == 0 {
		f.patterns = []string{"."}
	}
	return f, checkPackages(f.patterns)
}

// runVet prints what the analyzer finds in packages.
func runVet(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	f, err := parseVetFlags(args)
	switch {
	case err != nil:
		fmt.Fprintf(stderr, "cbgen vet: %v\nRun cbgen vet -h for help.\n", err)
		return usage
	case f.help:
		fmt.Fprint(stdout, manualOf("Finding what cannot work"))
		return done
	}

	stop := showProgress(stderr)
	diagnostics, err := analyze(ctx, f.tags, f.patterns)
	stop()
	if f.json && err == nil {
		err = vetJSON(diagnostics, stdout)
		if err == nil && len(diagnostics) > 0 {
			return found
		}
		diagnostics = nil
	}
	return report(diagnostics, err, stderr)
}

// jsonFinding is the schema of cbgen vet -json, a list of them. Programs rely on it: fields are
// added to it, and never renamed.
type jsonFinding struct {
	Position jsonPosition `json:"position"`
	Message  string       `json:"message"`
}

func vetJSON(diagnostics []generator.Diagnostic, w io.Writer) error {
	list := []jsonFinding{}
	for _, d := range diagnostics {
		list = append(list, jsonFinding{newJSONPosition(d.Pos), d.Message})
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "\t")
	return encoder.Encode(map[string]any{"findings": list})
}

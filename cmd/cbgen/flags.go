package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/cbgen/cbgen/generator"
)

// flags are the command line.
type flags struct {
	config   generator.Config
	patterns []string // the packages whose go:generate lines to run, where no -type names interfaces
	check    bool
	verbose  bool
	version  bool
	help     bool
}

func parseFlags(args []string) (*flags, error) {
	f := new(flags)
	var types string
	set := flag.NewFlagSet("cbgen", flag.ContinueOnError)
	set.SetOutput(io.Discard) // run prints what goes wrong
	set.Func("type", "", func(names string) error {
		if types != "" { // which would be lost
			return fmt.Errorf("write -type %s,%s", types, names)
		}
		types = names
		return nil
	})
	set.StringVar(&f.config.Policy, "policy", "", "")
	set.StringVar(&f.config.Output, "output", "", "")
	set.StringVar(&f.config.Tags, "tags", "", "")
	set.BoolVar(&f.check, "check", false, "")
	set.BoolVar(&f.verbose, "v", false, "")
	set.BoolVar(&f.version, "version", false, "")
	if err := set.Parse(args); errors.Is(err, flag.ErrHelp) {
		f.help = true
		return f, nil
	} else if err != nil {
		return nil, err
	}
	if f.version {
		return f, nil
	}
	if err := checkPackages(set.Args()); err != nil {
		return nil, err
	}
	if types == "" {
		return f, f.setPatterns(set.Args())
	}
	if err := f.setPackage(set.Args()); err != nil {
		return nil, err
	}
	return f, f.setTypes(types)
}

var errNoType = errors.New("name the interface to decorate, -type PaymentClient, " +
	"or packages such as ./... whose go:generate lines to run")

// parseLine reads the arguments of a go:generate line.
func parseLine(args []string) (generator.Config, error) {
	if isList(args) || isVet(args) {
		return generator.Config{}, errors.New(args[0] + " would generate nothing: remove this line")
	}
	f, err := parseFlags(args)
	switch {
	case err == errNoType || err == nil && f.patterns != nil:
		err = errors.New("a line names the interface to decorate: -type PaymentClient")
	case err != nil:
	case f.help || f.version:
		err = errors.New("this line would generate nothing: remove it")
	case f.check:
		err = errors.New("-check would let this line generate nothing: remove it, and let cbgen -check ./... do this")
	}
	if err != nil {
		return generator.Config{}, err
	}
	return f.config, nil
}

func checkPackages(args []string) error {
	for i, arg := range args {
		if i > 0 && strings.HasPrefix(arg, "-") {
			return fmt.Errorf("%s comes after the package: write the flags first", arg)
		}
		if isFile(arg) {
			return fmt.Errorf("%s is a file: name its package, or none for the one in this folder", arg)
		}
	}
	return nil
}

// isFile tells a Go file from a package whose path ends in .go, as some do.
func isFile(arg string) bool {
	info, err := os.Stat(arg)
	isThere := err == nil && !info.IsDir()
	return strings.HasSuffix(arg, ".go") && (isThere || !strings.Contains(arg, "/"))
}

func (f *flags) setPatterns(args []string) error {
	switch {
	case len(args) == 0:
		return errNoType
	case f.config.Policy != "":
		return errors.New("-policy goes with -type: it is for one interface")
	case f.config.Output != "":
		return errors.New("-output goes with -type: it is for one interface")
	}
	f.patterns = args
	return nil
}

func (f *flags) setPackage(args []string) error {
	if len(args) == 0 {
		return nil
	}
	if len(args) > 1 {
		return fmt.Errorf("one package at a time: %s is one too many", args[1])
	}
	if strings.Contains(args[0], "...") {
		return fmt.Errorf("%s may match several packages: name one, or leave out -type", args[0])
	}
	f.config.Package = args[0]
	return nil
}

func (f *flags) setTypes(types string) error {
	seen := make(map[string]bool)
	for name := range strings.SplitSeq(types, ",") {
		name = strings.TrimSpace(name)
		switch {
		case name == "":
			return fmt.Errorf("-type %s: a name is missing between the commas", types)
		case seen[name]:
			return fmt.Errorf("-type %s: %s is there twice", types, name)
		}
		seen[name] = true
		f.config.Types = append(f.config.Types, name)
	}
	if len(f.config.Types) > 1 && f.config.Policy != "" {
		return errors.New("-policy goes with one type: run cbgen once for each")
	}
	return f.checkOutput()
}

func (f *flags) checkOutput() error {
	output := f.config.Output
	switch {
	case output == "":
		return nil
	case len(f.config.Types) > 1:
		return errors.New("-output goes with one type: run cbgen once for each")
	case filepath.Base(output) != output:
		return fmt.Errorf("-output %s: write the name of a file, which goes into the package's folder", output)
	case filepath.Ext(output) != ".go":
		return fmt.Errorf("-output %s: a Go file's name ends in .go", output)
	case output[0] == '.' || output[0] == '_':
		return fmt.Errorf("-output %s: the go command ignores files whose names begin with %s", output, output[:1])
	}
	return nil
}

// Cbgen writes a decorator for an interface: a type with the same methods, each of which
// goes through a circuit breaker and a bulkhead.
//
// Usage:
//
//	cbgen -type T[,U…] [-policy P] [-output FILE] [-tags LIST] [-check] [-v] [package]
//	cbgen [-tags LIST] [-check] [-v] packages
//	cbgen list [-json | -markdown] [-tags LIST] [packages]
//	cbgen vet [-json] [-tags LIST] [packages]
//
// It is meant to be run by go generate, from a line beside the interface:
//
//	//go:generate cbgen -type PaymentClient
//
//	// PaymentClient talks to the payment provider.
//	//
//	//cbgen:breaker failures=5 open=30s
//	type PaymentClient interface {
//		// Charge takes money.
//		//
//		//cbgen:bulkhead max=64 wait=50ms
//		Charge(ctx context.Context, req *ChargeRequest) (*Receipt, error)
//	}
//
// This writes paymentclient_cbgen.go into the same package, with the type
// GuardedPaymentClient and its constructor NewGuardedPaymentClient. A type that is declared
// in a test file gets a file whose name ends in _cbgen_test.go. The method Guards lists the
// guards; it is called CircuitGuards if the interface has a Guards of its own.
//
// The type may also be a struct, or any other with exported methods. For S3, the file then has
// the interface S3API with these methods as well.
//
// The flags are:
//
//	-type T[,U…]
//		The interfaces to decorate, or other types with methods, in one package.
//	-policy P
//		Take the policies from the tags of the struct P instead of from comments: for a
//		type that embeds one of another package.
//	-output FILE
//		Write to this file of the package's folder. It goes with one type only. The file
//		must be built where the type is: in tests, or on a platform, only if that is.
//	-tags LIST
//		Build tags, separated by commas, as for go build.
//	-check
//		Write nothing. Print a diff for each file that is not what would be generated.
//	-v
//		Say what became of each file: written, current, or with -check that it differs.
//	-version
//		Print the version.
//
// The package is the one in the current folder, or one that is named the way that go build
// names it, such as ./payment.
//
// # All packages at once
//
// Without -type, cbgen does what go generate would have it do, for all packages together and
// much faster:
//
//	cbgen ./...
//
// It runs each go:generate line of the packages that calls cbgen, as cbgen, go tool cbgen or
// go run …/cmd/cbgen, and leaves the lines of other tools alone. The cbgen that runs is the one
// that generates, also where a line names a version. The files are those that go generate
// would give. With -check, all of them are compared.
//
// Lines are found and read as go generate does it: in test files too, not in files that
// are not built, with quoted strings, variables such as $GOPACKAGE, and the aliases that
// -command makes. The build tags of -tags are those of the lines that have none of their own,
// as if they were in GOFLAGS. A line that has another command call cbgen, such as a shell, is an
// error, and so are lines that ask for different contents of one file, and packages without a line.
//
// # Listing the policies
//
// Cbgen list shows how each method is guarded, and where that is said:
//
//	cbgen list [-json | -markdown] [-tags LIST] [packages]
//
// It reads the go:generate lines of the packages, as above, and writes nothing. Without packages
// it takes the one in the current folder. Beside each value stands the file and the line of its
// directive, or default. A method that is not guarded is there too, with the reason: skip, off,
// no error result, or error is not the last result.
//
//	-json
//		For programs: every value with the file, line and column of its argument.
//	-markdown
//		For a review: a table for each package.
//	-tags LIST
//		Build tags, as above.
//
// What is wrong in a package is reported as by cbgen ./..., and then nothing is listed.
//
// # Finding what cannot work
//
// Cbgen vet reports what compiles, and yet cannot work:
//
//	cbgen vet [-json] [-tags LIST] [packages]
//
// These are policies that cannot do what they say, generated files that are not current, and
// unguarded clients in the place of an interface with the directive //cbgen:only guarded; and the
// mistakes that cbgen itself would report. Without packages it takes the one in the current
// folder. Test files are looked at too, but may use unguarded clients.
//
//	-json
//		For programs: every finding with its file, line and column.
//	-tags LIST
//		Build tags, as above.
//
// The same can be had by go vet -vettool=$(which cbgen) ./..., and in editors, by the analyzer of
// the package github.com/cbgen/cbgen/vet.
//
// # Results
//
// Cbgen writes all of its files or none, and only those that change. It overwrites only
// files that it has written itself, for the same type. The exit status is 0 if all is done, 1 if
// something was found: mistakes in a package, what vet reports, or with -check a difference; and
// 2 for wrong usage. Mistakes are reported for all packages, each at its place, before anything is written.
//
// In the folder cbgen of the user's cache it notes where the go command had what a package imports,
// to begin there the next time. The notes have no influence on the result, and can be deleted.
//
// The directives are described in
// https://github.com/cbgen/cbgen/blob/main/docs/directives.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/cbgen/cbgen/generator"
	"github.com/cbgen/cbgen/internal/spelling"
)

// The exit status.
const (
	done  = 0
	found = 1
	usage = 2
)

func main() {
	if isVettool(os.Args[1:]) {
		runVettool()
	}
	if os.Getenv("GOGC") == "" { // what is read is needed to the end, which comes soon
		debug.SetGCPercent(400)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if isList(args) {
		return runList(ctx, args[1:], stdout, stderr)
	}
	if isVet(args) {
		return runVet(ctx, args[1:], stdout, stderr)
	}
	f, err := parseFlags(args)
	switch {
	case err != nil:
		fmt.Fprintf(stderr, "cbgen: %v\nRun cbgen -h for help.\n", err)
		return usage
	case f.help:
		fmt.Fprint(stdout, manual)
		return done
	case f.version:
		fmt.Fprintln(stdout, "cbgen", version())
		return done
	}

	stop := showProgress(stderr)
	files, diagnostics, err := f.generate(ctx)
	stop()
	if err == nil && len(diagnostics) == 0 {
		err = f.finish(files, stdout, stderr)
	}
	return report(diagnostics, err, stderr)
}

// report says what was found, and is the exit status.
func report(diagnostics []generator.Diagnostic, err error, stderr io.Writer) int {
	if errors.Is(err, context.Canceled) {
		err = errors.New("interrupted")
	}
	for _, d := range diagnostics {
		fmt.Fprintln(stderr, d)
	}
	for _, e := range each(err) {
		fmt.Fprintf(stderr, "cbgen: %v\n", e)
	}
	if err != nil || len(diagnostics) > 0 {
		return found
	}
	return done
}

// each is the errors that have been joined.
func each(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	switch {
	case err == nil:
		return nil
	case !ok:
		return []error{err}
	}
	var all []error
	for _, e := range joined.Unwrap() {
		all = append(all, each(e)...)
	}
	return all
}

func (f *flags) generate(ctx context.Context) ([]generator.File, []generator.Diagnostic, error) {
	if f.patterns != nil {
		files, diagnostics, err := generator.GenerateAll(ctx, generator.All{Patterns: f.patterns, Tags: f.config.Tags, Parse: parseLine})
		return files, diagnostics, f.withCommand(err)
	}
	cfg := f.config
	cfg.Notes = notes()
	return generator.Generate(ctx, cfg)
}

// notes is the folder for what makes the next run faster; none if the user has no cache.
func notes() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(cache, "cbgen")
}

// withCommand asks whether a command was meant by a word that is no package.
func (f *flags) withCommand(err error) error {
	word := spelling.Nearest(f.patterns[0], []string{"list", "vet", "help", "version"})
	if err == nil || word == "" || strings.ContainsAny(f.patterns[0], "./") {
		return err
	}
	if word == "help" || word == "version" {
		word = "-" + word
	}
	return fmt.Errorf("%w%s", err, spelling.Ask("cbgen "+word))
}

// finish writes the files, or checks them. It tells log what became of each, if that was
// asked for.
func (f *flags) finish(files []generator.File, stdout, log io.Writer) error {
	if !f.verbose {
		log = io.Discard
	}
	if f.check {
		return check(files, stdout, log)
	}
	return write(files, log)
}

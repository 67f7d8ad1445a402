// Package generator makes decorators: from an interface with cbgen directives, or another type
// that has methods, to the source of a type with the same methods, each behind a guard of the
// runtime.
//
// It goes from load to model to render, and writes nothing.
package generator

import "context"

// A Config says what to generate.
type Config struct {
	Dir     string   // where Package is looked for; the working directory if empty
	Package string   // the package that declares the types: a pattern for one package, "." if empty
	Types   []string // the interfaces to decorate, or other types with methods
	Policy  string   // the struct whose tags are the policy; the comments are, if empty
	Output  string   // the name of the file to generate, in the package's folder; if empty, there is one for each type
	Tags    string   // build tags, separated by commas

	// Notes is a folder of the user's cache, in which to keep where the build cache had the export data
	// of the package's imports: the next run begins to read there. It has no influence on what is
	// generated. Nothing is kept if it is empty.
	Notes string

	line *line // the //go:generate line that asks for this, if one does
}

// A File is a generated file.
type File struct {
	Path    string // absolute
	Content []byte
}

// Generate makes the files that cfg asks for. Where the user has something to change it
// returns every diagnostic, in the order of their positions, and no file. The error is for
// what has no position: packages that cannot be loaded, a context that is done.
func Generate(ctx context.Context, cfg Config) ([]File, []Diagnostic, error) {
	d := &diagnostics{dir: cfg.Dir}
	made, err := generate(ctx, []Config{cfg}, d)
	return filesOf(made), d.sorted(), err
}

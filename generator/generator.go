// Package generator makes decorators: from an interface with cbgen directives to the
// source of a type with the same methods, each behind a guard of the runtime.
//
// It goes from load to model to render, and writes nothing.
package generator

import "context"

// A Config says what to generate.
type Config struct {
	Dir     string   // where Package is looked for; the working directory if empty
	Package string   // the package that declares the types: a pattern for one package, "." if empty
	Types   []string // the interfaces to decorate
	Policy  string   // the struct whose tags are the policy; the comments are, if empty
	Output  string   // the name of the file to generate, in the package's folder; if empty, there is one for each type
	Tags    string   // build tags, separated by commas
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
	pkgs, folder, err := load(ctx, cfg)
	if err != nil {
		return nil, nil, err
	}
	d := &diagnostics{pkgs: pkgs, dir: cfg.Dir}
	if reportSyntaxErrors(pkgs, d) {
		return nil, d.sorted(), nil
	}
	ifaces := find(pkgs, cfg.Types, d)
	folder.asked.addConfig(cfg)
	for _, pkg := range pkgs {
		readPolicies(pkg, declaredIn(pkg, ifaces), cfg.Policy, folder.asked, d)
	}
	reportOutputs(ifaces, cfg.Output, folder.outputs, d)
	if found := d.sorted(); len(found) > 0 {
		return nil, found, nil
	}

	var files []File
	for _, i := range ifaces {
		content, err := render(i, cfg.Policy)
		if err != nil {
			return nil, nil, err
		}
		files = append(files, File{i.output(cfg.Output), content})
	}
	return files, nil, nil
}

func declaredIn(pkg *loaded, ifaces []*iface) []*iface {
	var found []*iface
	for _, i := range ifaces {
		if i.pkg == pkg {
			found = append(found, i)
		}
	}
	return found
}

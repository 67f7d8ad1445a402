package generator

import (
	"context"
	"errors"
	"sync"
)

// A run is a Config on its way to its files.
type run struct {
	Config
	path        string // of the package's folder
	folder      *folder
	tests       bool      // whether its types are declared in tests
	pkgs        []*loaded // the package; with its tests, also the external test package
	err         error     // why there are none
	ifaces      []*iface
	diagnostics *diagnostics
}

// generate makes the files of all configurations, each once, and none if anything is wrong.
// For a single configuration less is listed at first; that is kept only if nothing is wrong, so
// that what is said is what the whole graph says.
func generate(ctx context.Context, cfgs []Config, d *diagnostics) ([]*rendering, error) {
	if len(cfgs) == 1 {
		var wrong diagnostics
		made, err := generateFrom(ctx, cfgs, listDirect, &wrong)
		if err == nil && len(wrong.list) == 0 {
			return made, nil
		}
	}
	return generateFrom(ctx, cfgs, listGraph, d)
}

func generateFrom(ctx context.Context, cfgs []Config, list lister, d *diagnostics) ([]*rendering, error) {
	runs, err := load(ctx, cfgs, list, d)
	var clean []*run
	readings := make(map[*loaded]*reading)
	for _, r := range runs {
		r.judge(readings)
		d.list = append(d.list, r.diagnostics.list...)
		if len(r.diagnostics.list) == 0 {
			clean = append(clean, r)
		}
	}
	// Also where other runs are wrong: these may be in the way of each other.
	rendered, renderErr := renderAll(clean)
	once := onceEach(rendered, d)
	if err := errors.Join(err, renderErr); err != nil || len(d.list) > 0 {
		return nil, err
	}
	return once, nil
}

// judge finds the interfaces of the run with their policies, and reports what is wrong. A
// package is read once for all of its runs.
func (r *run) judge(readings map[*loaded]*reading) {
	r.diagnostics = &diagnostics{pkgs: r.pkgs, dir: r.Dir, line: r.line}
	if reportSyntaxErrors(r.pkgs, r.diagnostics) {
		return
	}
	r.ifaces = find(r.pkgs, r.Types, r.diagnostics)
	for _, i := range r.ifaces {
		i.home.inTests = r.folder.names
	}
	for _, pkg := range r.pkgs {
		if readings[pkg] == nil {
			readings[pkg] = read(pkg, r.folder.asked, r.Dir)
		}
		r.diagnostics.list = append(r.diagnostics.list, readings[pkg].problems...)
		setPolicies(declaredIn(pkg, r.ifaces), r.Policy, readings[pkg].written, r.folder.asked, r.diagnostics)
	}
	reportOutputs(r.ifaces, r.Output, r.folder.outputs, r.diagnostics)
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

// A rendering is the file of one interface.
type rendering struct {
	run   *run
	iface *iface
	file  File
	err   error
}

func filesOf(all []*rendering) []File {
	var files []File
	for _, r := range all {
		files = append(files, r.file)
	}
	return files
}

// renderAll renders the interfaces of all runs, in parallel.
func renderAll(runs []*run) ([]*rendering, error) {
	var all []*rendering
	var wg sync.WaitGroup
	for _, r := range runs {
		for _, i := range r.ifaces {
			next := &rendering{run: r, iface: i}
			all = append(all, next)
			wg.Go(func() {
				next.file.Path = i.output(r.Output)
				next.file.Content, next.err = render(i, r.Policy)
			})
		}
	}
	wg.Wait()
	for _, next := range all {
		if next.err != nil {
			return nil, next.err
		}
	}
	return all, nil
}

package generator

import "slices"

// requests are what cbgen is asked for in a folder: by its //go:generate lines, and by this
// run.
type requests struct {
	lines []demand
	runs  []demand
}

func newRequests() *requests { return new(requests) }

// addConfig takes in a run that is for the folder, be it for a line of another one.
func (r *requests) addConfig(cfg Config) {
	asked := demand{types: cfg.Types, policy: cfg.Policy, output: cfg.Output, tags: cfg.Tags}
	if cfg.line != nil {
		r.lines = append(r.lines, asked)
		return
	}
	r.runs = append(r.runs, asked)
}

// addFile takes in the //go:generate lines of a file.
func (r *requests) addFile(content []byte) {
	for _, c := range callsIn(content) {
		r.lines = append(r.lines, demandsOf(c.words)...)
	}
}

// types are the interfaces of the package that are asked for.
func (r *requests) types(pkg *loaded) []string {
	var names []string
	for _, asked := range r.of(pkg) {
		names = append(names, asked.types...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// policies are the policy structs of the package that are asked for.
func (r *requests) policies(pkg *loaded) []string {
	var names []string
	for _, asked := range r.of(pkg) {
		if asked.policy != "" {
			names = append(names, asked.policy)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (r *requests) of(pkg *loaded) []demand {
	isForAnother := func(asked demand) bool { return !asked.isFor(pkg) }
	return slices.DeleteFunc(slices.Concat(r.lines, r.runs), isForAnother)
}

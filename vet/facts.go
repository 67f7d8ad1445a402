package vet

import "strings"

// onlyGuarded is the fact of an interface that is to be used guarded.
type onlyGuarded struct{ Constructor string }

// guardedLater is the fact of a variable, a field or a parameter: what is put there goes on to
// the constructor of its guard.
type guardedLater struct{}

// returnsUnguarded is the fact of a function whose result is an unguarded client whenever it
// is one.
type returnsUnguarded struct{}

// guardsFields is the fact of a package that guards what is put into fields of others. It names
// them by their paths.
type guardsFields struct{ Paths []string }

func (*onlyGuarded) AFact()      {}
func (*guardedLater) AFact()     {}
func (*returnsUnguarded) AFact() {}
func (*guardsFields) AFact()     {}

func (*onlyGuarded) String() string      { return "only guarded" }
func (*guardedLater) String() string     { return "guarded later" }
func (*returnsUnguarded) String() string { return "returns unguarded" }
func (f *guardsFields) String() string   { return "guards " + strings.Join(f.Paths, ", ") }

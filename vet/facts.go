package vet

// onlyGuarded is the fact of an interface that is to be used guarded.
type onlyGuarded struct{ Constructor string }

// guardedLater is the fact of a variable, a field or a parameter: what is put there goes on to
// the constructor of its guard.
type guardedLater struct{}

// returnsUnguarded is the fact of a function whose result is an unguarded client whenever it
// is one.
type returnsUnguarded struct{}

func (*onlyGuarded) AFact()      {}
func (*guardedLater) AFact()     {}
func (*returnsUnguarded) AFact() {}

func (*onlyGuarded) String() string      { return "only guarded" }
func (*guardedLater) String() string     { return "guarded later" }
func (*returnsUnguarded) String() string { return "returns unguarded" }

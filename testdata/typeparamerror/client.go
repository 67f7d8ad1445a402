// Package typeparamerror has a type parameter that is called error, beside the errors that are meant.
package typeparamerror

//go:generate cbgen -type Failures

type Pair[T any] interface {
	// Both takes a T, and an error: two types, which may not share what is written.
	Both(value T, err error) error
}

type Failures[error any] interface {
	Pair[error]
	// Last does not end in an error, but in the type parameter.
	Last() error
}

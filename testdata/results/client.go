// Package results has errors in every place: only the last result reports a rejection.
package results

//go:generate cbgen -type Client

type Err = error

type Problem struct{}

func (*Problem) Error() string { return "problem" }

type MyError error

type Client interface {
	None()
	NotLast() (error, int)
	Two() (error, error)
	Alias() (int, Err)
	Pointer() *Problem
	OwnType() MyError
	Only() error
}

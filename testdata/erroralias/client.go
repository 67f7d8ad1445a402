// Package erroralias has an alias of error for an error.
package erroralias

//go:generate cbgen -type Client

type Failure = error

type Client interface {
	Do() Failure
	Get() (value string, failure Failure)
}

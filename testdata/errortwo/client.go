// Package errortwo has two errors, of which the last one reports a rejection.
package errortwo

//go:generate cbgen -type Client

type Client interface {
	Close() (error, error)
	Sync() (first, second error)
}

// Package errornotlast has errors that are not the last result: a rejection could not be reported.
package errornotlast

//go:generate cbgen -type Client

type Client interface {
	Get() (error, string)
	Named() (err error, found bool)
	Do() error
}

// Package dotimport takes the names of another package for its own.
package dotimport

import . "net/http"

//go:generate cbgen -type Doer

type Doer interface {
	Do(req *Request) (*Response, error)
}

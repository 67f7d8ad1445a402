// Package provider has an interface whose methods come from several packages and files, and from
// none.
package provider

import (
	"io"
	"net/http"
)

type Client interface {
	io.Closer
	http.Handler
	Named
	error
	Zap() error
	Add(id string) error
}

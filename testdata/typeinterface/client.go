// Package typeinterface has interfaces without names.
package typeinterface

import "io"

//go:generate cbgen -type Client

type Client interface {
	Do(with interface {
		io.Reader
		Name() (name string, err error)
	}) error
	Any(a any, b interface{}) (interface{ Close() error }, error)
	Own(x interface{ secret() }) error
}

// Package packagescope has declarations that are called like the packages that cbgen imports.
package packagescope

import stdtime "time"

//go:generate cbgen -type Client

type cb struct{}

var context, time = 1, stdtime.Second

var _, _ = context, time

type Client interface {
	Do(x cb) error
}

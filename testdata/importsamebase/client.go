// Package importsamebase needs two packages of one name, and imports neither.
package importsamebase

import (
	"github.com/cbgen/cbgen/testdata/importsamebase/a"
	"github.com/cbgen/cbgen/testdata/importsamebase/b"
)

//go:generate cbgen -type Client

type Client interface {
	a.Text
	b.HTML
}

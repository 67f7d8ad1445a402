// Package output names the file that it wants.
package output

//go:generate cbgen -type Client -output guarded.go

type Client interface {
	Do() error
}

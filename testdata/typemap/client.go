// Package typemap has maps of maps, and keys that are structs, arrays and interfaces.
package typemap

import "time"

//go:generate cbgen -type Client

type Client interface {
	Labels(labels map[string]map[time.Duration][]string) (map[[2]int]struct{}, error)
	Keys(map[struct{ X, Y int }]any) (map[any]error, error)
}

// Package typepointer has pointers to all there is.
package typepointer

//go:generate cbgen -type Client

type Client interface {
	Do(a **int, b *[]string, c *[2]bool, d *map[string]int, e *func(), f *chan int, g *error) (*any, error)
}

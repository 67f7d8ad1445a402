// Package resultnamed has named results, and one that is called like a parameter of another method.
package resultnamed

//go:generate cbgen -type Client

type Client interface {
	Get(id string) (value string, found bool, err error)
	Put(value string) (id string, failure error)
	Size(path string) (bytes int64)
}

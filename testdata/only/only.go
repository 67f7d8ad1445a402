// Package only has an interface that is to be used guarded, which changes nothing in its guard.
package only

//go:generate cbgen -type Client

// Client is for the packages that get a guarded one.
//
//cbgen:only guarded
//cbgen:bulkhead max=8
type Client interface {
	Get(id string) (string, error)
}

//go:build cgo || !cgo

package platform

//go:generate cbgen -type Client

type Client interface {
	Do() error
}

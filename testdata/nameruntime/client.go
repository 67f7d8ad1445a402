// Package nameruntime has types that are called like those of the runtime.
package nameruntime

//go:generate cbgen -type Client

type (
	Guard  struct{}
	Policy struct{}
	Option struct{}
)

type Client interface {
	Do(g Guard, p *Policy, options ...Option) error
}

// Package wire is internal.
package wire

type (
	Options struct{ Cents int64 }
	Receipt struct{ ID string }
)

type Client interface {
	Charge(options *Options, also ...Options) (Receipt, error)
}

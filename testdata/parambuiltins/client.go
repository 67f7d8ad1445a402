// Package parambuiltins has parameters that are called like what is predeclared.
package parambuiltins

//go:generate cbgen -type Client

type Client interface {
	Slice(len, cap int, make, new []string, append bool) error
	Types(int string, string int, error []byte, any error) error
	Values(true, false, iota int, nil *int) (panic int, recover error)
}

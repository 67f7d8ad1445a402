// Package embeddedown embeds interfaces of its own, with defaults on several levels.
package embeddedown

//go:generate cbgen -type Client

//cbgen:breaker failures=2
type Reader interface {
	Read() error
	//cbgen:breaker failures=3
	ReadAll() error
}

type Closer interface {
	Close() error
}

//cbgen:breaker failures=7
//cbgen:bulkhead max=4
type Client interface {
	Open() error
	Reader
	Closer
	Flush() error
}

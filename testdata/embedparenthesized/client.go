// Package embedparenthesized embeds types in parentheses, one in two pairs.
package embedparenthesized

import "io"

//go:generate cbgen -type Client

type Getter interface {
	Get(key string) (string, error)
}

type Client interface {
	(Getter)
	((io.Closer))
}

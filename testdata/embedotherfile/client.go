// Package embedotherfile embeds an interface from a file with other imports.
package embedotherfile

import "net/url"

//go:generate cbgen -type Client

type Client interface {
	Fetcher
	Parse(u url.Values) error
}

package embedotherfile

import address "net/url"

type Fetcher interface {
	// Fetch is declared in a file that knows net/url by another name.
	Fetch(target *address.URL) error
}

// Package paramimports has parameters that are called like the packages of its own file.
package paramimports

import (
	"net/http"
	"net/url"
	"time"
)

//go:generate cbgen -type Client

type Client interface {
	Fetch(url *url.URL, http *http.Request) (*http.Response, error)
	Wait(time time.Time, url url.Values) (http http.Header, err error)
}

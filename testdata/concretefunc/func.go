// Package concretefunc guards the method of a function, which is not exported.
package concretefunc

import "net/http"

//go:generate cbgen -type transport

type transport func(*http.Request) (*http.Response, error)

//cbgen:breaker rate=50% window=10s
func (f transport) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

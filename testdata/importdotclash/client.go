// Package importdotclash takes the names of another package for its own, and one of them is like what a decorator needs.
package importdotclash

import . "time"

//go:generate cbgen -type Client

type Client interface {
	Sleep(d Duration) error
	At() (Time, error)
}

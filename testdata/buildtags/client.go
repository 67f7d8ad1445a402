//go:build integration && !short

// Package buildtags declares its interface behind a build tag.
package buildtags

//go:generate cbgen -type Client -tags integration

type Client interface {
	Do() error
}

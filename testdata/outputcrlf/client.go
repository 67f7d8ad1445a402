// Package outputcrlf has an output of before, with lines that end in CR LF.
package outputcrlf

//go:generate cbgen -type Client

type Client interface {
	Do() error
}

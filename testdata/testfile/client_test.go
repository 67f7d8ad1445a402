package testfile

//go:generate cbgen -type client

type client interface {
	Do() error
}

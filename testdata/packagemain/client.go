// Packagemain is a program.
package main

//go:generate cbgen -type Client

type Client interface {
	Do() error
}

func main() {
	var client Client = NewGuardedClient(nil)
	client.Do()
}

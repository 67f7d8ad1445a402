// Package paramtypes has parameters that are called like types, which are needed further on.
package paramtypes

//go:generate cbgen -type Client

type Request struct{}

type response struct{}

type Client interface {
	Do(Request Request, response *response, more ...Request) (Client, response2 *response, err error)
	Nested(Client Client, error error) (int, error)
}

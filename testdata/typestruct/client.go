// Package typestruct has structs without names.
package typestruct

import (
	"io"
	"net/http"
)

//go:generate cbgen -type Client

type Client interface {
	Tags(s struct {
		ID   int    `json:"id"`
		Tick string "tick:\"`\""
	}) error
	Embedded(s *struct {
		io.Reader
		*http.Request
		Name string
	}) (struct{}, error)
	Own(s struct{ a, b int }) ([]struct{ Name string }, error)
}

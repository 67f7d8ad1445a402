// Package types has types of every kind.
package types

import (
	"context"
	"io"
	"iter"
	"net/http"
	"time"
	"unsafe"
)

//go:generate cbgen -type Client

const size = 4

type Pair[A, B any] struct {
	A A
	B B
}

type Text = string

type Client interface {
	Functions(f func(ctx context.Context, n int) (string, error), g func(int, ...string), h func()) (func() error, error)
	Channels(a chan int, b <-chan int, c chan<- int, d chan (<-chan int), e <-chan chan<- func()) error
	Arrays(a [size]int, b [2][3]*byte, c []uint8) (d [size * 2]rune, err error)
	Maps(m map[string]map[time.Duration][]io.Reader) (map[[2]int]struct{}, error)
	Structs(s struct {
		io.Reader
		*http.Request
		A int `json:"a"`
		C    struct{}
	}) (struct{}, error)
	Interfaces(i interface {
		io.Reader
		Do(x int) (n int, err error)
	}, any any, empty interface{}) error
	Generics(p Pair[string, Pair[int, *time.Time]]) (*Pair[Text, []Text], error)
	Sequences(s iter.Seq2[string, error]) (iter.Seq[int], error)
	Unsafe(p unsafe.Pointer, u uintptr) error
	Self(c Client) (Client, error)
}

package main

import (
	"context"
	"errors"
	"sync"
)

// A Client is what every contender is, and what it stands before. All calls, the outermost
// and the innermost, go through this interface.
type Client interface {
	Call(ctx context.Context) error
}

var errFailed = errors.New("the client has failed")

// succeeding is a client that does nothing: what is measured is what stands before it.
type succeeding struct{}

//go:noinline
func (succeeding) Call(context.Context) error { return nil }

// failing is a client whose every call fails.
type failing struct{}

//go:noinline
func (failing) Call(context.Context) error { return errFailed }

// faltering is a client that fails if the caller wants it to, so that it needs no
// counter of its own, over which parallel callers would contend.
type faltering struct{}

type wantFailure struct{ context.Context }

var failure context.Context = &wantFailure{context.Background()}

//go:noinline
func (faltering) Call(ctx context.Context) error {
	if ctx == failure {
		return errFailed
	}
	return nil
}

// holding is a client whose first calls return only when they are released.
type holding struct {
	slots   chan struct{} // as many as calls are to be held
	held    sync.WaitGroup
	release chan struct{}
}

func newHolding(calls int) *holding {
	h := &holding{slots: make(chan struct{}, calls), release: make(chan struct{})}
	h.held.Add(calls)
	return h
}

func (h *holding) Call(context.Context) error {
	select {
	case h.slots <- struct{}{}:
		h.held.Done()
		<-h.release
	default:
	}
	return nil
}

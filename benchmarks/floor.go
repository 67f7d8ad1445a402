package main

import (
	"context"
	"sync/atomic"
	"time"
)

// The floors: what no decorator can do without, and what it may add.
var (
	direct  = contender{name: "direct call", guard: func(next Client) Client { return next }}
	oneHop  = contender{name: "one more hop", guard: func(next Client) Client { return hop{next} }}
	oneAdd  = contender{name: "hop, one atomic add", guard: func(next Client) Client { return &hopAdd{next: next} }}
	ownAdds = contender{name: "hop, defer, two atomic adds that nobody shares", apart: true,
		guard: func(next Client) Client { return &hopOwnAdds{next: next} }}
	twoNows     = contender{name: "hop, time.Now twice", guard: func(next Client) Client { return hopNow{next} }}
	nowAndSince = contender{name: "hop, time.Now and time.Since", guard: func(next Client) Client { return hopNowSince{next} }}
	twoSinces   = contender{name: "hop, time.Since twice", guard: func(next Client) Client { return hopSince{next} }}
)

// deadline is a timeout as it is written by hand.
var deadline = contender{name: "context.WithTimeout", guard: func(next Client) Client { return hopDeadline{next} }}

type hopDeadline struct{ next Client }

func (h hopDeadline) Call(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return h.next.Call(ctx)
}

type hop struct{ next Client }

func (h hop) Call(ctx context.Context) error { return h.next.Call(ctx) }

type hopAdd struct {
	next Client
	n    atomic.Int64
}

func (h *hopAdd) Call(ctx context.Context) error {
	h.n.Add(1)
	return h.next.Call(ctx)
}

type hopOwnAdds struct {
	next Client
	n    atomic.Int64
	_    [128]byte // keeps the next one off this one's cache lines
}

func (h *hopOwnAdds) Call(ctx context.Context) error {
	h.n.Add(1)
	defer h.n.Add(-1)
	return h.next.Call(ctx)
}

type hopNow struct{ next Client }

func (h hopNow) Call(ctx context.Context) error {
	start := time.Now()
	err := h.next.Call(ctx)
	if end := time.Now(); end.Sub(start) > openWait {
		return errFailed
	}
	return err
}

// hopNowSince is how a call is timed by hand.
type hopNowSince struct{ next Client }

func (h hopNowSince) Call(ctx context.Context) error {
	start := time.Now()
	err := h.next.Call(ctx)
	if time.Since(start) > openWait {
		return errFailed
	}
	return err
}

var epoch = time.Now()

type hopSince struct{ next Client }

func (h hopSince) Call(ctx context.Context) error {
	start := time.Since(epoch)
	err := h.next.Call(ctx)
	if time.Since(epoch)-start > openWait {
		return errFailed
	}
	return err
}

package main

import (
	"context"
	"errors"

	"golang.org/x/sync/semaphore"
)

// The bulkheads that people write by hand: they do not wait.
var (
	channel  = contender{name: "channel", guard: func(next Client) Client { return newChannel(next) }}
	weighted = contender{name: "x/sync semaphore", guard: func(next Client) Client { return newWeighted(next) }}
)

var errFull = errors.New("no slot is free")

type channelClient struct {
	next  Client
	slots chan struct{}
}

func newChannel(next Client) *channelClient {
	return &channelClient{next, make(chan struct{}, slots)}
}

func (c *channelClient) Call(ctx context.Context) error {
	select {
	case c.slots <- struct{}{}:
	default:
		return errFull
	}
	defer func() { <-c.slots }()
	return c.next.Call(ctx)
}

type weightedClient struct {
	next  Client
	slots *semaphore.Weighted
}

func newWeighted(next Client) *weightedClient {
	return &weightedClient{next, semaphore.NewWeighted(slots)}
}

func (c *weightedClient) Call(ctx context.Context) error {
	if !c.slots.TryAcquire(1) {
		return errFull
	}
	defer c.slots.Release(1)
	return c.next.Call(ctx)
}

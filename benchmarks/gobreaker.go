package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/sony/gobreaker/v2"
)

// The gobreaker contenders: it has no bulkhead of its own, and counts a full one as a
// failure unless it is told not to.
var (
	goBreaker = contender{name: "gobreaker", guard: func(next Client) Client {
		return newGobreaker(next, gobreaker.Settings{
			ReadyToTrip: func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= failuresInARow },
		})
	}}
	goBreakerUnlessFull = contender{name: "gobreaker", guard: func(next Client) Client {
		return newGobreaker(next, gobreaker.Settings{
			ReadyToTrip: func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= failuresInARow },
			IsExcluded:  func(err error) bool { return errors.Is(err, errFull) },
		})
	}}
	// goBreakerKeyed has its breakers in a sync.Map, as people keep them by hand.
	goBreakerKeyed = contender{name: "gobreaker in a sync.Map", guard: func(next Client) Client {
		return &gobreakerKeyed{next: next}
	}}
	goBreakerRolling = contender{name: "gobreaker, rolling window of 10 s", guard: func(next Client) Client {
		return newGobreaker(next, gobreaker.Settings{
			Interval:     lastPeriod,
			BucketPeriod: time.Second,
			ReadyToTrip: func(c gobreaker.Counts) bool {
				return c.Requests >= leastCalls && 2*c.TotalFailures >= c.Requests
			},
		})
	}}
)

type gobreakerClient struct {
	next    Client
	breaker *gobreaker.CircuitBreaker[struct{}]
}

func newGobreaker(next Client, s gobreaker.Settings) *gobreakerClient {
	s.MaxRequests = probes
	s.Timeout = openWait
	return &gobreakerClient{next, gobreaker.NewCircuitBreaker[struct{}](s)}
}

func (c *gobreakerClient) Call(ctx context.Context) error {
	_, err := c.breaker.Execute(func() (struct{}, error) { return struct{}{}, c.next.Call(ctx) })
	return err
}

type gobreakerKeyed struct {
	next    Client
	clients sync.Map // by tenant, which is always the same: a *gobreakerClient
}

func (c *gobreakerKeyed) Call(ctx context.Context) error {
	const tenant = "tenant-0815"
	client, ok := c.clients.Load(tenant)
	if !ok {
		client, _ = c.clients.LoadOrStore(tenant, goBreaker.guard(c.next))
	}
	return client.(Client).Call(ctx)
}

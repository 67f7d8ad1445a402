package main

import (
	"context"
	"math"
	"time"

	"github.com/eapache/go-resiliency/breaker"
	"github.com/eapache/go-resiliency/semaphore"
)

// The go-resiliency contenders. Its breaker counts failures that are not an hour apart,
// whatever succeeds between them: where one call in a hundred fails it needs a threshold
// that is never reached.
var (
	resiliency      = resiliencyBreaker(failuresInARow)
	resiliencyNever = resiliencyBreaker(math.MaxInt)

	resiliencySemaphore = contender{name: "go-resiliency", guard: func(next Client) Client {
		return newResiliencySemaphore(next)
	}}
)

func resiliencyBreaker(failures int) contender {
	return contender{name: "go-resiliency", guard: func(next Client) Client {
		return &resiliencyClient{next, breaker.New(failures, probes, openWait)}
	}}
}

type resiliencyClient struct {
	next    Client
	breaker *breaker.Breaker
}

func (c *resiliencyClient) Call(ctx context.Context) error {
	return c.breaker.Run(func() error { return c.next.Call(ctx) })
}

type resiliencySemaphoreClient struct {
	next  Client
	slots *semaphore.Semaphore
}

// newResiliencySemaphore waits for a slot, since go-resiliency cannot ask for one without:
// given no time it rejects at random, free slots or not. So it is not compared when full.
func newResiliencySemaphore(next Client) *resiliencySemaphoreClient {
	return &resiliencySemaphoreClient{next, semaphore.New(slots, time.Minute)}
}

func (c *resiliencySemaphoreClient) Call(ctx context.Context) error {
	if err := c.slots.Acquire(); err != nil {
		return err
	}
	defer c.slots.Release()
	return c.next.Call(ctx)
}

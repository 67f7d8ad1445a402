package main

import (
	"context"

	"github.com/go-kratos/aegis/circuitbreaker"
	"github.com/go-kratos/aegis/circuitbreaker/sre"
	zero "github.com/zeromicro/go-zero/core/breaker"
	"github.com/zeromicro/go-zero/core/logx"
	"github.com/zeromicro/go-zero/core/stat"
)

// The contenders that throttle: they have no states, but reject a share of the calls that
// grows with the share of failures. Through a whole outage that is nearly every call.
var (
	aegis = contender{name: "kratos aegis", guard: func(next Client) Client {
		return &aegisClient{next, sre.NewBreaker(sre.WithWindow(lastPeriod), sre.WithRequest(leastCalls), sre.WithSuccess(0.5))}
	}}
	goZero = contender{name: "go-zero", guard: func(next Client) Client {
		return &zeroClient{next, zero.NewBreaker()} // its window is 10 s
	}}
)

func init() {
	// go-zero writes to standard output what it rejects and what the process uses.
	logx.Disable()
	stat.SetReporter(nil)
}

type aegisClient struct {
	next    Client
	breaker circuitbreaker.CircuitBreaker
}

// Call does what the middleware of kratos does: rejections are marked as failures.
func (c *aegisClient) Call(ctx context.Context) error {
	if err := c.breaker.Allow(); err != nil {
		c.breaker.MarkFailed()
		return err
	}
	err := c.next.Call(ctx)
	if err != nil {
		c.breaker.MarkFailed()
	} else {
		c.breaker.MarkSuccess()
	}
	return err
}

type zeroClient struct {
	next    Client
	breaker zero.Breaker
}

func (c *zeroClient) Call(ctx context.Context) error {
	return c.breaker.DoCtx(ctx, func() error { return c.next.Call(ctx) })
}

package main

import (
	"context"
	"errors"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/bulkhead"
	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"github.com/failsafe-go/failsafe-go/retrypolicy"
	timeouts "github.com/failsafe-go/failsafe-go/timeout"
)

// The failsafe-go contenders. Its executor composes policies; each policy can also be
// used standalone, which is faster, and leaves it to the caller to return what he took.
var (
	failsafeConsecutive = standalone(failsafeBreaker().WithFailureThreshold(failuresInARow))
	failsafeCalls       = standalone(failsafeBreaker().WithFailureThresholdRatio(lastCalls/2, lastCalls))
	failsafeSeconds     = standalone(failsafeBreaker().WithFailureRateThreshold(0.5, leastCalls, lastPeriod))

	failsafeExecutor = contender{name: "failsafe-go, executor", guard: func(next Client) Client {
		return &executorClient{next, failsafe.With[any](failsafeBreaker().WithFailureThreshold(failuresInARow).Build())}
	}}

	failsafeBulkhead = contender{name: "failsafe-go, standalone", guard: func(next Client) Client {
		return &standaloneBulkheadClient{next, bulkhead.New[any](slots)}
	}}

	failsafeConsecutiveBulkhead = composed(failsafeBreaker().WithFailureThreshold(failuresInARow))
	failsafeCallsBulkhead       = composed(failsafeBreaker().WithFailureThresholdRatio(lastCalls/2, lastCalls))
	failsafeUnlessFull          = composed(failsafeBreaker().WithFailureThreshold(failuresInARow).HandleIf(unlessFull))
	failsafeSecondsBulkhead     = composed(failsafeBreaker().WithFailureRateThreshold(0.5, leastCalls, lastPeriod))
)

// The breaker with a timeout, which cancels the context, and with retries.
var (
	failsafeTimeout = contender{name: "failsafe-go, executor", guard: func(next Client) Client {
		breaker := failsafeBreaker().WithFailureThreshold(failuresInARow).Build()
		return &executionClient{next, failsafe.With[any](breaker, timeouts.New[any](timeout))}
	}}
	failsafeRetry = contender{name: "failsafe-go, executor", guard: func(next Client) Client {
		breaker := failsafeBreaker().WithFailureThreshold(failuresInARow).Build()
		retries := retrypolicy.NewBuilder[any]().WithMaxAttempts(attempts).WithBackoff(50*time.Millisecond, time.Second).Build()
		return &executorClient{next, failsafe.With[any](retries, breaker)}
	}}
)

// executionClient passes the execution's context on, which ends with the timeout.
type executionClient executorClient

func (c *executionClient) Call(ctx context.Context) error {
	return c.executor.WithContext(ctx).RunWithExecution(func(e failsafe.Execution[any]) error { return c.next.Call(e.Context()) })
}

func failsafeBreaker() circuitbreaker.Builder[any] {
	return circuitbreaker.NewBuilder[any]().WithSuccessThreshold(probes).WithDelay(openWait)
}

// unlessFull keeps the breaker from counting the rejections of the bulkhead.
func unlessFull(_ any, err error) bool {
	return err != nil && !errors.Is(err, bulkhead.ErrFull)
}

func standalone(breaker circuitbreaker.Builder[any]) contender {
	return contender{name: "failsafe-go, standalone", guard: func(next Client) Client {
		return &standaloneClient{next, breaker.Build()}
	}}
}

// composed is a breaker and a bulkhead in one executor.
func composed(breaker circuitbreaker.Builder[any]) contender {
	return contender{name: "failsafe-go, executor", guard: func(next Client) Client {
		return &executorClient{next, failsafe.With[any](breaker.Build(), bulkhead.New[any](slots))}
	}}
}

type executorClient struct {
	next     Client
	executor failsafe.Executor[any]
}

func (c *executorClient) Call(ctx context.Context) error {
	return c.executor.WithContext(ctx).Run(func() error { return c.next.Call(ctx) })
}

type standaloneClient struct {
	next    Client
	breaker circuitbreaker.CircuitBreaker[any]
}

func (c *standaloneClient) Call(ctx context.Context) error {
	if !c.breaker.TryAcquirePermit() {
		return circuitbreaker.ErrOpen
	}
	err := c.next.Call(ctx)
	if err != nil {
		c.breaker.RecordError(err)
	} else {
		c.breaker.RecordSuccess()
	}
	return err
}

type standaloneBulkheadClient struct {
	next  Client
	slots bulkhead.Bulkhead[any]
}

func (c *standaloneBulkheadClient) Call(ctx context.Context) error {
	if !c.slots.TryAcquirePermit() {
		return bulkhead.ErrFull
	}
	defer c.slots.ReleasePermit()
	return c.next.Call(ctx)
}

package main

import (
	"context"
	"math"
	"strconv"
	"sync/atomic"

	"github.com/afex/hystrix-go/hystrix"
)

// The hystrix-go contenders: always a breaker with a bulkhead, a timeout and metrics, and
// every call in a goroutine of its own. A rejection by its bulkhead counts as a failure, so
// that a full one opens the breaker; hystrixFull never has enough calls to.
var (
	hystrixBoth = hystrixCommand(leastCalls)
	hystrixFull = hystrixCommand(math.MaxInt)
)

var hystrixCommands atomic.Int64

func hystrixCommand(least int) contender {
	return contender{name: "hystrix-go", guard: func(next Client) Client {
		name := "command " + strconv.FormatInt(hystrixCommands.Add(1), 10)
		hystrix.ConfigureCommand(name, hystrix.CommandConfig{
			Timeout:                int(openWait.Milliseconds()),
			MaxConcurrentRequests:  slots,
			RequestVolumeThreshold: least,
			SleepWindow:            int(openWait.Milliseconds()),
			ErrorPercentThreshold:  50,
		})
		return &hystrixClient{next, name}
	}}
}

type hystrixClient struct {
	next Client
	name string
}

func (c *hystrixClient) Call(ctx context.Context) error {
	return hystrix.DoC(ctx, c.name, c.next.Call, nil)
}

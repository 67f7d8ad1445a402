package main

import "time"

// A contender is a way to guard a client. Some libraries are not among them, because the
// public module proxy does not serve them: cep21/circuit, alibaba/sentinel-golang,
// mercari/go-circuitbreaker and slok/goresilience.
type contender struct {
	name  string
	guard func(next Client) Client
	// apart gives every goroutine a guard of its own. Only floors may have that: it shows
	// what a call costs when nothing is shared.
	apart bool
}

// with puts the guard of another contender inside.
func (c contender) with(inner contender) contender {
	return contender{name: c.name + " + " + inner.name, guard: func(next Client) Client {
		return c.guard(inner.guard(next))
	}}
}

// as is the same contender under another name.
func (c contender) as(name string) contender {
	c.name = name
	return c
}

// The policies that all contenders get, as nearly as each can say it. The directives of
// package guarded say the same.
const (
	failuresInARow = 5
	lastCalls      = 100
	lastPeriod     = 10 * time.Second
	leastCalls     = 20 // in lastPeriod, before a rate means anything
	probes         = 3
	timeout        = time.Minute
	attempts       = 3
	openWait       = time.Hour // no breaker is to probe while it is measured
	slots          = 1000      // of a bulkhead: more than the goroutines that may be stopped in a call
)

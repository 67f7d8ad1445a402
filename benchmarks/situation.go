package main

import (
	"context"
	"math/rand/v2"
)

// A situation is what the guards are in while they are measured.
type situation struct {
	client  Client                           // the innermost
	guards  int                              // how many
	prepare func(c Client)                   // brings a guard into the situation; may be nil
	restore func()                           // ends it for all guards; may be nil
	drive   func(cs []Client, worker, n int) // makes n calls, a multiple of unit, as the so-manieth goroutine
}

// unit is the fewest calls that can be measured: in a hundred, one in a hundred can fail.
const unit = 100

// The situations. Each is made anew for every contender.

// closed is when all is well.
func closed() situation {
	return situation{client: succeeding{}, guards: 1, drive: succeed}
}

// onePercent is when one call in a hundred fails, which opens no breaker.
func onePercent() situation {
	return situation{client: faltering{}, guards: 1, drive: falter}
}

// open is when the breaker has opened.
func open() situation {
	// Many more failures than any policy needs: those that throttle still let through
	// one call for each that they have seen, more or less.
	const enough = 5000
	return situation{client: failing{}, guards: 1, drive: succeed, prepare: func(c Client) {
		for range enough {
			c.Call(context.Background())
		}
	}}
}

// full is when all slots of the bulkhead are taken.
func full() situation {
	h := newHolding(slots)
	return situation{client: h, guards: 1, drive: succeed,
		prepare: func(c Client) {
			for range slots {
				go c.Call(context.Background())
			}
			h.held.Wait()
		},
		restore: func() { close(h.release) },
	}
}

// many is when there are so many guards that the caches hold few of them.
func many() situation {
	return situation{client: succeeding{}, guards: 10_000, drive: scatter}
}

// guard makes the contender's guards, in the situation, for so many goroutines.
func (s situation) guard(c contender, goroutines int) []Client {
	guards := s.guards
	if c.apart {
		guards = goroutines
	}
	cs := make([]Client, guards)
	for i := range cs {
		cs[i] = c.guard(s.client)
		if s.prepare != nil {
			s.prepare(cs[i])
		}
	}
	return cs
}

func succeed(cs []Client, worker, n int) {
	ctx := context.Background()
	c := cs[worker%len(cs)]
	for range n {
		c.Call(ctx)
	}
}

func falter(cs []Client, worker, n int) {
	ctx := context.Background()
	c := cs[worker%len(cs)]
	for range n / unit {
		for range unit - 1 {
			c.Call(ctx)
		}
		c.Call(failure)
	}
}

// scatter calls one or another, by a linear congruential generator.
func scatter(cs []Client, _, n int) {
	ctx := context.Background()
	x := rand.Uint64()
	for range n {
		x = x*6364136223846793005 + 1442695040888963407
		cs[(x>>32)*uint64(len(cs))>>32].Call(ctx)
	}
}

package linearizable

import (
	"runtime"
	"sync/atomic"
)

// A gate lets goroutines through when all of them have come, again and again. They come
// out of it within nanoseconds of each other: woken one by one, the first would be done
// before the second has begun.
type gate struct {
	parties int64
	come    atomic.Int64
}

func (g *gate) pass() {
	come := g.come.Add(1)
	all := (come + g.parties - 1) / g.parties * g.parties
	for spins := 1; g.come.Load() < all; spins++ {
		if spins%20 == 0 {
			runtime.Gosched() // there may be fewer processors than goroutines
		}
	}
}

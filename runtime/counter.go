package runtime

import "sync/atomic"

// A counter counts what many goroutines do at once.
type counter struct {
	stripes[atomic.Int64]
}

func (c *counter) add() {
	for {
		if _, ok := increment(c.own()); ok {
			return
		}
		if c.miss() {
			c.grow()
		}
	}
}

// increment is one attempt. It says how many there were in the cell before.
func increment(cell *atomic.Int64) (before int64, ok bool) {
	n := cell.Load()
	return n, cell.CompareAndSwap(n, n+1)
}

func (c *counter) sum() uint64 {
	sum := int64(0)
	for cell := range c.all() {
		sum += cell.Load()
	}
	return uint64(sum)
}

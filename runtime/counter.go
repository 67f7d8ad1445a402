package runtime

import "sync/atomic"

// A counter counts what many goroutines do at once.
type counter struct {
	stripes[atomic.Int64]
}

func (c *counter) add() {
	cell := c.own()
	for {
		n := cell.Load()
		if cell.CompareAndSwap(n, n+1) {
			return
		}
		if c.miss() {
			c.grow()
		}
	}
}

func (c *counter) sum() uint64 {
	sum := int64(0)
	for cell := range c.all() {
		sum += cell.Load()
	}
	return uint64(sum)
}

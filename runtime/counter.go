package runtime

import "sync/atomic"

// A counter counts what many goroutines do at once.
type counter struct {
	stripes[atomic.Int64]
}

func (c *counter) add(n int64) {
	for {
		if _, ok := increase(c.own(), n); ok {
			return
		}
		if c.miss() {
			c.grow()
		}
	}
}

// increase is one attempt. It says how much there was in the cell before.
func increase(cell *atomic.Int64, n int64) (before int64, ok bool) {
	before = cell.Load()
	return before, cell.CompareAndSwap(before, before+n)
}

func (c *counter) sum() uint64 {
	sum := int64(0)
	for cell := range c.all() {
		sum += cell.Load()
	}
	return uint64(sum)
}

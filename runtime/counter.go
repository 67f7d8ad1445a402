package runtime

import "sync/atomic"

// A counter counts what many goroutines do at once.
type counter struct {
	stripes[atomic.Int64]
}

func (c *counter) add() {
	if cell := c.own(); !increment(cell) {
		c.insist(cell)
	}
}

func increment(cell *atomic.Int64) bool {
	n := cell.Load()
	return cell.CompareAndSwap(n, n+1)
}

func (c *counter) insist(cell *atomic.Int64) {
	for !increment(cell) {
		if c.miss() {
			c.grow()
			cell = c.own()
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

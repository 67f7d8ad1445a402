package runtime

import "time"

// epoch is where instants are counted from. It lies far enough back that they are positive
// in a bubble of testing/synctest as well, whose clock starts in the year 2000.
var epoch = time.Now().Add(-50 * 365 * 24 * time.Hour)

// An instant is a reading of the monotonic clock, in nanoseconds. Setting the
// machine's clock does not move it.
type instant int64

func now() instant {
	return instant(time.Since(epoch))
}

func (i instant) add(d time.Duration) instant { return i + instant(d) }

func (i instant) sub(j instant) time.Duration { return time.Duration(i - j) }

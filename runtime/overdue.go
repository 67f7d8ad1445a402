package runtime

import "time"

// overdue notices the calls in flight that have taken longer than slow already. It keeps
// no list of them: it counts them by when they started, in buckets of a sixteenth of slow.
// A bucket is noticed as a whole, once its latest call is slow.
type overdue struct {
	slow, width time.Duration
	buckets     [20]startBucket // slow lasts 16 buckets, and its ends touch one more each
	oldest      int64           // number of the oldest bucket that has not been noticed
	inFlight    int             // calls in all buckets
}

type startBucket struct {
	calls  int
	latest instant
}

func newOverdue(slow time.Duration) overdue {
	return overdue{slow: slow, width: (slow + 15) / 16}
}

// add counts a call that starts now. The overdue calls must have been noticed until now.
func (o *overdue) add(start instant) {
	number := o.number(start)
	if o.inFlight == 0 {
		o.oldest = number
	}
	b := o.bucket(number)
	b.calls++
	b.latest = start
	o.inFlight++
}

// remove forgets the call that started then. It reports false for one that was noticed.
func (o *overdue) remove(start instant) bool {
	number := o.number(start)
	if o.inFlight == 0 || number < o.oldest {
		return false
	}
	o.bucket(number).calls--
	o.inFlight--
	return true
}

// notice is how many calls have become slow since it was last asked. It forgets them.
func (o *overdue) notice(at instant) int {
	noticed := 0
	for o.inFlight > 0 {
		b := o.bucket(o.oldest)
		if b.calls > 0 && at.sub(b.latest) <= o.slow {
			break
		}
		noticed += b.calls
		o.inFlight -= b.calls
		*b = startBucket{}
		o.oldest++
	}
	return noticed
}

func (o *overdue) reset() {
	clear(o.buckets[:])
	o.inFlight = 0
}

func (o *overdue) number(start instant) int64 { return int64(start) / int64(o.width) }

func (o *overdue) bucket(number int64) *startBucket {
	return &o.buckets[number%int64(len(o.buckets))]
}

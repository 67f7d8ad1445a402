package runtime

import (
	"math/rand/v2"
	"testing"
)

// Whatever the order in which events come and are told, none is lost and none overtakes another.
func TestPendingEventsKeepTheirOrder(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	l := &Listener{telling: true} // nobody takes them but the test
	queued, told := uint64(0), uint64(0)
	for range 2000 {
		for range rnd.IntN(40) {
			if queued-told < maxPending {
				queued++
			}
			l.queue(Event{Generation: queued})
		}
		for range rnd.IntN(40) {
			e, ok := l.next()
			if ok != (told < queued) {
				t.Fatalf("%d queued, %d told: %v", queued, told, ok)
			}
			if ok {
				told++
			}
			if ok && e.Generation != told {
				t.Fatalf("event %d comes as number %d", e.Generation, told)
			}
		}
		l.telling = true
	}
	for ok := true; ok; {
		_, ok = l.next()
	}
	if len(l.ring) > keptPending {
		t.Errorf("room for %d events is kept", len(l.ring))
	}
}

package runtime

import (
	"math/rand/v2"
	"testing"
	"time"
)

func notice(s *starts, at instant) int {
	noticed, due := s.notice(at)
	s.due.Store(int64(due))
	return noticed
}

// The calls of a step are noticed together, when the latest of them is slow; and those
// that were noticed are not found any more.
func TestCallsAreNoticedByTheStepInWhichTheyBegan(t *testing.T) {
	for _, slow := range []time.Duration{1, 15, 16, 17, 1023, time.Microsecond, time.Second, 10 * time.Minute, 18 * time.Minute} {
		rnd := rand.New(rand.NewPCG(uint64(slow), 1))
		at := now()
		s := newStarts(slow, at)
		if s.round != 0 {
			t.Fatalf("slow %v: starts are rounded", slow)
		}
		inFlight := map[int64][]instant{} // by number of the step
		var noticed []instant
		for range 5_000 {
			at = at.add(time.Duration(rnd.Int64N(int64(slow)/8 + 2)))
			if rnd.IntN(500) == 0 {
				at = at.add(time.Duration(rnd.IntN(1000)) * slow / 10)
			}
			want := 0
			var gone []instant
			for number, starts := range inFlight {
				if at.sub(starts[len(starts)-1]) > slow {
					want += len(starts)
					gone = append(gone, starts...)
					delete(inFlight, number)
				}
			}
			if got := notice(s, at); got != want {
				t.Fatalf("slow %v: %d calls noticed, want %d", slow, got, want)
			}
			noticed = append(noticed[max(0, len(noticed)-200):], gone...)
			for _, start := range noticed {
				if s.remove(&s.rings.first, start) {
					t.Fatalf("slow %v: a call was noticed and is still there", slow)
				}
			}
			for range rnd.IntN(3) {
				if !s.add(&s.rings.first, at) {
					t.Fatalf("slow %v: a call was not added", slow)
				}
				number := int64(at) >> s.step
				inFlight[number] = append(inFlight[number], at)
			}
			for number, starts := range inFlight {
				if len(starts) > 1 && rnd.IntN(4) == 0 { // the latest stays: it is remembered though it returns
					if !s.remove(&s.rings.first, starts[0]) {
						t.Fatalf("slow %v: a call is not there", slow)
					}
					inFlight[number] = starts[1:]
				}
			}
		}
	}
}

// A word is used again and again, and its turns are few. A call that hung until then must not
// take another for itself.
func TestCallThatHungForLongIsNotTakenForAnother(t *testing.T) {
	const slow = 16
	begin := now()
	for age := instant(slow + 2); age < 5000; age++ {
		s := newStarts(slow, begin)
		s.add(&s.rings.first, begin)
		notice(s, begin+age)
		s.add(&s.rings.first, begin+age)
		if s.remove(&s.rings.first, begin) {
			t.Fatalf("after %d ns", age)
		}
	}
}

func TestLongSlowIsRoundedUp(t *testing.T) {
	for _, slow := range []time.Duration{20 * time.Minute, 100 * time.Hour, 10 * 365 * 24 * time.Hour} {
		at := now()
		for range 1000 {
			s := newStarts(slow, at)
			start := at.add(time.Duration(rand.Int64N(int64(slow))))
			if !s.add(&s.rings.first, start) || notice(s, start.add(slow)) != 0 {
				t.Fatalf("slow %v: noticed too early", slow)
			}
			if notice(s, start.add(slow+1<<s.round)) != 1 {
				t.Fatalf("slow %v: not noticed a moment later", slow)
			}
		}
	}
}

func TestOffsetFitsItsBitsAtTheVeryEndOfAStep(t *testing.T) {
	for _, slow := range []time.Duration{time.Second, 100 * time.Hour, 10 * 365 * 24 * time.Hour} {
		s := newStarts(slow, now())
		end := now()>>s.step<<s.step + 1<<s.step - 1
		if s.offset(end) > offsetMask {
			t.Errorf("slow %v: the offset has %b", slow, s.offset(end))
		}
	}
}

// Callers look at the clock, and then add themselves: not always in that order.
func TestLatestOfAStepIsNotWhoeverCameLast(t *testing.T) {
	at := now()>>30<<30 + 100 // well within a step
	s := newStarts(time.Minute, at)
	s.add(&s.rings.first, at+50)
	s.add(&s.rings.first, at+10)
	if n := notice(s, at.add(time.Minute)+11); n != 0 {
		t.Errorf("%d noticed although one is not slow", n)
	}
	if n := notice(s, at.add(time.Minute)+51); n != 2 {
		t.Errorf("%d noticed, want 2", n)
	}
}

func TestStepThatIsFullCountsNoMore(t *testing.T) {
	at := now()
	s := newStarts(time.Minute, at)
	s.add(&s.rings.first, at)
	word := &s.rings.first[int64(at)>>s.step%int64(len(ring{}))]
	full := word.Load()&(oneCall-1) | mostCalls*oneCall
	word.Store(full)
	if s.add(&s.rings.first, at) || word.Load() != full {
		t.Error("one more than fit")
	}
}

// A caller that was held up for long after it had looked at the clock may find its word in
// use for a later turn.
func TestLateComerDoesNotJoinAnotherTurn(t *testing.T) {
	at := now()
	s := newStarts(time.Minute, at)
	later := at + instant(len(ring{}))<<s.step
	s.due.Store(int64(later))
	s.add(&s.rings.first, later)
	if s.add(&s.rings.first, at) {
		t.Error("it was added")
	}
}

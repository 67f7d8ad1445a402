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
	for _, slow := range []time.Duration{1, 15, 16, 17, time.Microsecond, time.Second, 10 * time.Minute, 18 * time.Minute} {
		rnd := rand.New(rand.NewPCG(uint64(slow), 1))
		at := now()
		s := newStarts(slow, at)
		if s.round != 0 {
			t.Fatalf("slow %v: starts are rounded", slow)
		}
		inFlight := map[int64][]instant{} // by number of the step
		for range 20_000 {
			at = at.add(time.Duration(rnd.Int64N(int64(slow)/8 + 2)))
			if rnd.IntN(500) == 0 {
				at = at.add(time.Duration(rnd.IntN(1000)) * slow / 10)
			}
			want := 0
			var gone []instant
			for number, starts := range inFlight {
				if at.sub(starts[len(starts)-1]) > slow {
					want += len(starts)
					gone = starts
					delete(inFlight, number)
				}
			}
			if got := notice(s, at); got != want {
				t.Fatalf("slow %v: %d calls noticed, want %d", slow, got, want)
			}
			for _, start := range gone {
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

package histories

// A Step is one thing that happens. What it happens to is a number that is taken modulo
// the guards, or the calls, that there are; and where no call is in flight, one begins
// instead. So every sequence of steps is a history, and stays one if steps are left out.
type Step struct {
	Op     Op
	On     int
	Ticks  int  // of Sleep
	HungUp bool // before a return: the caller has hung up
	Ends   bool // after a return: the call ends as well
	To     int  // of Override: which state; of Apply: which policy; of ReturnCancelled: what it would be otherwise
}

// An Op is a kind of step.
type Op int

const (
	Begin           Op = iota // on a guard
	Return                    // on a call in flight: nil
	ReturnError               // on a call in flight
	ReturnCancelled           // on a call in flight: a context's error
	ReturnIgnored             // on a call in flight: an error that the policy ignores
	ReturnAccepted            // on a call in flight: an error that is a success
	ReturnRefused             // on a call in flight: nil, which is a failure
	End                       // on a call in flight: if it has not returned, it has panicked
	HangUp                    // on a call that waits for a slot
	Sleep
	SleepUntilProbe // until an open breaker lets a call probe
	Override        // of a guard's breaker, by hand
	Apply           // on a guard: one of its other policies
)

// onCall reports whether the step is something that a call in flight does.
func (s Step) onCall() bool { return Return <= s.Op && s.Op <= End }

// A Mood is how probable each kind of step is.
type Mood struct {
	begin, end, sleep int
	change            int
	failing           int // of ten
}

// RandomMood differs from history to history, or all of them would look the same from afar.
func RandomMood(src Source) Mood {
	return Mood{
		begin:   2 + src.IntN(4),
		end:     2 + src.IntN(4),
		sleep:   1 + src.IntN(4),
		change:  src.IntN(4) / 2 * src.IntN(6), // in most histories nobody changes anything
		failing: src.IntN(11),
	}
}

// RandomStep is a step in this mood.
func RandomStep(src Source, m Mood) Step {
	begin, end, sleep := 10*m.begin, 10*m.end, 10*m.sleep
	switch n := src.IntN(begin + end + sleep + m.change + 4); {
	case n < begin:
		return Step{Op: Begin, On: src.IntN(2)}
	case n < begin+end:
		return randomReturn(src, m)
	case n < begin+end+sleep:
		if src.IntN(3) == 0 {
			return Step{Op: SleepUntilProbe}
		}
		return Step{Op: Sleep, Ticks: 1 + src.IntN(oneOf(src, 1, 3, 20, 60))}
	case n < begin+end+sleep+m.change:
		return Step{Op: oneOf(src, Override, Apply), On: src.IntN(2), To: src.IntN(6)}
	case n%2 == 0:
		return Step{Op: HangUp, On: src.IntN(4)}
	default:
		return Step{Op: End, On: src.IntN(64)}
	}
}

func randomReturn(src Source, m Mood) Step {
	s := Step{Op: Return, On: src.IntN(64), HungUp: src.IntN(8) == 0, Ends: src.IntN(8) > 0}
	switch {
	case src.IntN(12) == 0:
		s.Op = ReturnCancelled
		s.To = src.IntN(4)
		s.HungUp = src.IntN(4) > 0
	case src.IntN(10) < m.failing:
		s.Op = oneOf(src, ReturnError, ReturnError, ReturnError, ReturnRefused)
	case src.IntN(6) == 0:
		s.Op = oneOf(src, ReturnIgnored, ReturnAccepted)
	}
	return s
}

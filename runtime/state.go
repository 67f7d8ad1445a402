package runtime

import "strconv"

// A State is what a breaker does with the next call. Its numbers are what metrics show.
type State int

const (
	// Closed admits every call and watches how they go.
	Closed State = iota
	// Open rejects every call, until its wait is over and a call comes to probe.
	Open
	// HalfOpen admits a few calls as probes and rejects all others.
	HalfOpen

	// ForcedOpen rejects every call: see [Guard.ForceOpen].
	ForcedOpen
	// Disabled admits every call and records nothing: see [Guard.Disable].
	Disabled
	// Observe admits every call, and counts what would have been rejected: see [Guard.Observe].
	Observe
)

var stateNames = [...]string{
	Closed:     "closed",
	Open:       "open",
	HalfOpen:   "half_open",
	ForcedOpen: "forced_open",
	Disabled:   "disabled",
	Observe:    "observe",
}

// String is the state as logs and metrics write it: closed, open, half_open,
// forced_open, disabled, observe.
func (s State) String() string {
	if s < 0 || int(s) >= len(stateNames) {
		return "State(" + strconv.Itoa(int(s)) + ")"
	}
	return stateNames[s]
}

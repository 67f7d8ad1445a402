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
)

var stateNames = [...]string{Closed: "closed", Open: "open", HalfOpen: "half_open"}

// String is the state as logs and metrics write it: closed, open, half_open.
func (s State) String() string {
	if s < 0 || int(s) >= len(stateNames) {
		return "State(" + strconv.Itoa(int(s)) + ")"
	}
	return stateNames[s]
}

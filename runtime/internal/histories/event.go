package histories

import (
	"fmt"
	"time"
)

// An event is a step, with what it happened to.
type event struct {
	Step
	call  int
	slept time.Duration
}

func (e event) String() string {
	switch e.Op {
	case Begin:
		return fmt.Sprintf("call %d begins", e.call)
	case End:
		return fmt.Sprintf("call %d ends", e.call)
	case HangUp:
		return fmt.Sprintf("call %d hangs up while it waits", e.call)
	case Override:
		return fmt.Sprintf("guard %d is overridden: %v", e.On, Overrides[e.To%len(Overrides)].State)
	case Apply:
		return fmt.Sprintf("guard %d gets its other policy %d", e.On, e.To)
	case Sleep, SleepUntilProbe:
		return fmt.Sprintf("sleep %v", e.slept)
	}
	text := fmt.Sprintf("call %d returns %s", e.call, [...]string{
		Return:          "nil",
		ReturnError:     "an error",
		ReturnCancelled: "a context's error",
		ReturnIgnored:   "an error that is ignored",
		ReturnAccepted:  "an error that is a success",
		ReturnRefused:   "nil, which is a failure",
	}[e.Op])
	if e.Op == ReturnCancelled && e.To != 0 {
		text += " by " + [...]string{"Return", "Ignore", "Succeed", "Fail"}[e.To]
	}
	if e.HungUp {
		text += ", its caller having hung up"
	}
	if e.Ends {
		text += ", and ends"
	}
	return text
}

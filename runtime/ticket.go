package runtime

// A ticket is the admission of one call. The zero ticket is none.
type ticket struct {
	cell *cell // of the lane that the call goes through

	// start is when the call began, where calls are timed, and zero where they are not. It is
	// below zero, its negative, if the call is not among the starts of its generation.
	start instant
}

// ticket is one for a call that begins at this instant.
func (c *cell) ticket(at instant) ticket {
	switch {
	case c.ring != nil && c.lane.generation.starts.add(c.ring, at):
		return ticket{c, at}
	case c.durations != nil:
		return ticket{c, -at}
	default:
		return ticket{cell: c}
	}
}

// count counts how long the call has taken at this instant, when it is over.
func (t ticket) count(at instant) {
	if t.cell.durations != nil {
		t.cell.durations.add(t.start, at)
	}
}

// slow reports whether the call has been slow if it returns at this instant.
func (t ticket) slow(at instant) bool {
	return t.start > 0 && at.sub(t.start) > t.cell.lane.generation.starts.slow
}

// returned takes the call from those in flight. It reports whether the call was noticed
// before, as one that had become slow.
func (t ticket) returned() (noticed bool) {
	return t.start > 0 && !t.cell.lane.generation.starts.remove(t.cell.ring, t.start)
}

// onTime takes the call from those in flight if it is not slow at this instant.
func (t ticket) onTime(at instant) bool {
	if t.start < 0 {
		return true
	}
	starts := t.cell.lane.generation.starts
	return at.sub(t.start) <= starts.slow && starts.remove(t.cell.ring, t.start)
}

// inTime is onTime where no other call has become slow either: then there is no more to it. The
// call is among the starts.
func (t ticket) inTime(at instant) bool {
	return int64(at) <= t.cell.lane.generation.starts.due.Load() && t.onTime(at)
}

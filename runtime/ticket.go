package runtime

// A ticket is the admission of one call. The zero ticket is none.
type ticket struct {
	cell  *cell   // of the lane that the call goes through
	start instant // zero where the policy has no slow calls
}

// slow reports whether the call has been slow if it returns at this instant.
func (t ticket) slow(at instant) bool {
	return t.start != 0 && at.sub(t.start) > t.cell.lane.generation.starts.slow
}

// returned takes the call from those in flight. It reports whether the call was noticed
// before, as one that had become slow.
func (t ticket) returned() (noticed bool) {
	return t.start != 0 && !t.cell.lane.generation.starts.remove(t.cell.ring, t.start)
}

// onTime takes the call from those in flight if it is not slow so far.
func (t ticket) onTime() bool {
	starts := t.cell.lane.generation.starts
	return now().sub(t.start) <= starts.slow && starts.remove(t.cell.ring, t.start)
}

// inTime takes the call from those in flight if there is no more to it: it was not slow, and
// no other has become so.
func (t ticket) inTime() bool {
	at := now()
	starts := t.cell.lane.generation.starts
	return at.sub(t.start) <= starts.slow && int64(at) <= starts.due.Load() && starts.remove(t.cell.ring, t.start)
}

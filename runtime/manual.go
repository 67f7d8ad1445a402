package runtime

// ForceOpen makes the guard reject every call until somebody says otherwise, whatever its
// policy says: to cut off a dependency by hand.
//
// It concerns the breaker, and so all guards of its group, and not the bulkhead. So do the
// other three. Each transition begins afresh: what the breaker knew of earlier calls is
// forgotten, and the calls in flight are late. To a state that the breaker is in already,
// there is no transition.
func (g *Guard) ForceOpen() { g.breaker.override(ForcedOpen) }

// Disable makes the breaker admit every call and record nothing.
func (g *Guard) Disable() { g.breaker.override(Disabled) }

// Observe makes the breaker admit every call, and go on recording: [Totals.WouldReject]
// counts the calls that it would have rejected. So a policy can be tried before it is trusted.
func (g *Guard) Observe() { g.breaker.override(Observe) }

// Reset closes the breaker, whatever its state, and lets the policy decide again. One that
// is closed already forgets its failures.
func (g *Guard) Reset() { g.breaker.override(Closed) }

// override puts the breaker into a manual state, or with Closed back under its rules.
func (b *breaker) override(manual State) {
	at := b.lock()
	defer b.unlock(at)

	if b.manual == manual && manual != Closed {
		return
	}
	if b.manual == manual && b.state == Closed {
		b.forget()
		return
	}
	b.manual = manual
	b.enter(Closed, at, ByHand)
}

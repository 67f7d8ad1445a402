package runtime

// An Ability is what a generated method does besides asking its guard, so that the policy can
// say something about it. Generated constructors name them.
type Ability uint8

// The abilities of methods.
const (
	Timed    Ability = 1 << iota // by [Guard.BeginTimed]
	Retried                      // by [Guard.Attempts]
	Streamed                     // by [Guard.BeginStream]
	byKey                        // by [Keyed.Of]
)

func allOf(abilities []Ability) (all Ability) {
	for _, a := range abilities {
		all |= a
	}
	return all
}

// refusal is why a method with these abilities cannot have the policy, which is valid: a part of
// it would have no effect.
func (a Ability) refusal(p Policy) error {
	switch {
	case p.Timeout != 0 && a&Timed == 0:
		return &PolicyError{"timeout", "", "has no effect: the method is generated without one; give it a directive, and generate it again"}
	case p.Retry != (Retry{}) && a&Retried == 0:
		return &PolicyError{"retry", "", "has no effect: the method is generated without it; give it a directive, and generate it again"}
	case p.Stream != (Stream{}) && a&Streamed == 0:
		return &PolicyError{"stream", "", "has no effect: the method is generated without it; give it a directive, and generate it again"}
	case p.Key != (Key{}) && a&byKey == 0:
		return &PolicyError{"key", "", "has no effect: the method is generated without it; give it a directive, and generate it again"}
	}
	return nil
}

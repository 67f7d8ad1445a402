package generator

import "time"

// A TimedDecorator is a generated type some of whose methods have a timeout, or are retried.
type TimedDecorator struct {
	Of                string // the type that it is for
	Name, Constructor string
	Methods           []MethodTiming
}

// A MethodTiming is how long a method may take, as far as directives say it.
type MethodTiming struct {
	Name     string
	Timeout  time.Duration // of each attempt; zero if there is none
	Attempts int           // zero if it is not retried
	Longest  time.Duration // of all attempts and the waits between them; zero if nothing bounds it
}

// timedDecorator is what there is to say of the interface's decorator; without methods if that
// is nothing.
func (i *iface) timedDecorator() TimedDecorator {
	names := topLevelNames(i.object)
	found := TimedDecorator{Of: i.object.Name(), Name: names.typeName, Constructor: names.constructor}
	for _, m := range i.methods {
		if !m.isTimed() && !m.isRetried() {
			continue
		}
		next := MethodTiming{Name: m.name(), Timeout: m.policy.Timeout, Attempts: m.policy.Retry.Attempts}
		if m.isTimed() && m.isRetried() {
			next.Longest = m.longest()
		}
		found.Methods = append(found.Methods, next)
	}
	return found
}

// longest is how long the attempts take that all take as long as they may, with the longest of
// waits between them.
func (m *method) longest() time.Duration {
	retry := m.policy.Retry
	attempts := min(retry.Attempts, 1000) // more are long enough
	longest, wait := time.Duration(attempts)*min(m.policy.Timeout, aDay), retry.Backoff.Min
	for range attempts - 1 {
		longest += min(wait, retry.Backoff.Max, aDay)
		wait = min(2*wait, retry.Backoff.Max)
	}
	return longest
}

// aDay bounds what is added up, so that it can be.
const aDay = 24 * time.Hour

package circuithttp

import (
	"slices"
	"strings"

	cb "github.com/cbgen/cbgen/runtime"
)

// Critical marks circuits without which the program cannot do its work: by their names, such
// as PaymentClient.Charge, or by the name of a client, for all of its methods. Where a method has
// a circuit for each key, these names mean the one that the other keys share: one tenant in
// trouble must not make every instance unready. That of a key is critical by its whole name.
//
// While one of them is open, GET /health/circuits?ready=1 answers 503. A circuit whose wait
// is over is ready again, although it is still open: a program that is sent no requests would
// never probe, and stay open for ever. A name that no circuit has is not ready either, so that
// a slip of the pen is noticed: make the clients before the first check.
func Critical(names ...string) Option {
	return func(h *handler) { h.critical = append(h.critical, names...) }
}

func (h *handler) isCritical(circuit string) bool { return isMarked(h.critical, circuit) }

// isMarked reports whether one of the critical names means the circuit.
func isMarked(critical []string, circuit string) bool {
	if strings.Contains(circuit, "[") {
		return slices.Contains(critical, circuit)
	}
	return matches(critical, circuit)
}

// matches reports whether one of the names is that of the circuit or of its client.
func matches(names []string, circuit string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return isNamed(circuit, name) })
}

// isNamed reports whether the name is that of the circuit, of its method where that has a
// circuit for each key, or of its client.
func isNamed(circuit, name string) bool {
	method, _, _ := strings.Cut(circuit, "[")
	client := method[:max(0, strings.LastIndexByte(method, '.'))]
	return name == circuit || name == method || name == client
}

// A blocker is why the program is not ready.
type blocker struct {
	Name   string `json:"name"`
	Reason string `json:"reason"` // open, forced_open or unknown
}

// blockers are why the program is not ready, as far as these circuits know, which are all
// that have one of the critical names.
func blockers(critical []string, circuits []cb.Snapshot) []blocker {
	found := []blocker{}
	for _, name := range critical {
		if !slices.ContainsFunc(circuits, func(s cb.Snapshot) bool { return isNamed(s.Name, name) }) {
			found = append(found, blocker{name, "unknown"})
		}
	}
	for _, s := range circuits {
		if isMarked(critical, s.Name) && (s.State == cb.ForcedOpen || s.State == cb.Open && !s.ProbeDue) {
			found = append(found, blocker{s.Name, s.State.String()})
		}
	}
	return found
}

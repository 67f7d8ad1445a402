package runtime

import (
	"log/slog"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"weak"
)

// A Registry knows guards by name, without keeping them alive: the guards of a client that
// is no longer used are forgotten. The zero Registry is empty and ready for use.
//
// A client is made once and used for long. When a registry has been given a thousand guards
// of one name it warns, once and by [slog.Warn]: somebody makes a client for every request,
// and a breaker that is new each time never opens.
type Registry struct {
	mu        sync.Mutex
	names     map[string]*namesakes
	prune     int // how many names there may be until those are dropped whose guards are gone
	warned    bool
	listeners atomic.Pointer[[]*Listener]
	trace     atomic.Pointer[Trace]
}

// namesakes are the guards of one name.
type namesakes struct {
	made   int
	guards []weak.Pointer[Guard] // oldest first, with some that are gone
	prune  int                   // how many there may be until those are dropped
}

// tooMany guards of one name are a mistake.
const tooMany = 1000

// DefaultRegistry knows the guards that were made without [WithRegistry].
var DefaultRegistry = new(Registry)

// All is every guard, ordered by name, and the guards of one name by age.
func (r *Registry) All() []*Guard {
	r.mu.Lock()
	defer r.mu.Unlock()

	var all []*Guard
	for _, name := range slices.Sorted(maps.Keys(r.names)) {
		all = append(all, r.names[name].alive()...)
	}
	return all
}

// Lookup is the guards with this name, the oldest first. There are several where several
// clients of one type are in use, and none where the name is unknown.
func (r *Registry) Lookup(name string) []*Guard {
	r.mu.Lock()
	defer r.mu.Unlock()

	return r.names[name].alive()
}

func (r *Registry) add(g *Guard) {
	if r.register(g) {
		slog.Warn("cb: a client seems to be made for every request; make it once, and use it for all",
			"guard", g.name, "made", tooMany)
	}
}

// register reports whether it is time to warn.
func (r *Registry) register(g *Guard) bool {
	r.mu.Lock()
	defer r.mu.Unlock()

	if r.names == nil {
		r.names = make(map[string]*namesakes)
	}
	n := r.names[g.name]
	if n == nil {
		r.dropNames()
		n = new(namesakes)
		r.names[g.name] = n
	}
	n.add(g)

	warn := n.made == tooMany && !r.warned
	r.warned = r.warned || warn
	return warn
}

// forget is for a guard that nobody will ask for a call again.
func (r *Registry) forget(g *Guard) {
	r.mu.Lock()
	defer r.mu.Unlock()

	n := r.names[g.name]
	n.guards = slices.DeleteFunc(n.guards, func(p weak.Pointer[Guard]) bool {
		v := p.Value()
		return v == nil || v == g
	})
	if len(n.guards) == 0 {
		delete(r.names, g.name)
	}
}

// dropNames looks for names without guards only when there may be as many of them as are left.
// There are many where guards are named after keys.
func (r *Registry) dropNames() {
	if len(r.names) < r.prune {
		return
	}
	maps.DeleteFunc(r.names, func(_ string, n *namesakes) bool { return n.made < tooMany && len(n.alive()) == 0 })
	r.prune = 2*len(r.names) + 64
}

// add looks for guards that are gone only when there may be as many of them as are left.
func (n *namesakes) add(g *Guard) {
	n.made++
	n.guards = append(n.guards, weak.Make(g))
	if len(n.guards) > n.prune {
		n.guards = slices.DeleteFunc(n.guards, func(p weak.Pointer[Guard]) bool { return p.Value() == nil })
		n.prune = 2*len(n.guards) + 8
	}
}

func (n *namesakes) alive() []*Guard {
	if n == nil {
		return nil
	}
	var found []*Guard
	for _, p := range n.guards {
		if g := p.Value(); g != nil {
			found = append(found, g)
		}
	}
	return found
}

func (r *Registry) listening() []*Listener {
	if l := r.listeners.Load(); l != nil {
		return *l
	}
	return nil
}

func (r *Registry) setListeners(l []*Listener) { r.listeners.Store(&l) }

package runtime

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"weak"
)

// A Registry knows guards by name, without keeping them alive: the guards of a client that
// is no longer used are forgotten. The zero Registry is empty and ready for use.
type Registry struct {
	mu     sync.Mutex
	guards map[string][]weak.Pointer[Guard] // oldest first
}

// DefaultRegistry knows the guards that were made without [WithRegistry].
var DefaultRegistry = new(Registry)

// All is every guard, ordered by name, and the guards of one name by age.
func (r *Registry) All() []*Guard {
	r.mu.Lock()
	defer r.mu.Unlock()

	var all []*Guard
	for _, guards := range r.guards {
		all = append(all, alive(guards)...)
	}
	slices.SortStableFunc(all, func(a, b *Guard) int { return cmp.Compare(a.name, b.name) })
	return all
}

// Lookup is the guards with this name, the oldest first. There are several where several
// clients of one type are in use, and none where the name is unknown.
func (r *Registry) Lookup(name string) []*Guard {
	r.mu.Lock()
	defer r.mu.Unlock()

	return alive(r.guards[name])
}

func (r *Registry) add(g *Guard) {
	r.mu.Lock()
	defer r.mu.Unlock()

	if r.guards == nil {
		r.guards = make(map[string][]weak.Pointer[Guard])
	}
	r.guards[g.name] = append(r.guards[g.name], weak.Make(g))
	runtime.AddCleanup(g, r.forget, g.name)
}

// forget drops the guards of this name that are gone.
func (r *Registry) forget(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()

	left := slices.DeleteFunc(r.guards[name], func(p weak.Pointer[Guard]) bool { return p.Value() == nil })
	if len(left) == 0 {
		delete(r.guards, name)
		return
	}
	r.guards[name] = left
}

func alive(guards []weak.Pointer[Guard]) []*Guard {
	var found []*Guard
	for _, p := range guards {
		if g := p.Value(); g != nil {
			found = append(found, g)
		}
	}
	return found
}

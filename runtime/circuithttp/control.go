package circuithttp

import (
	"net/http"
	"slices"
	"strconv"

	cb "github.com/cbgen/cbgen/runtime"
)

// Control lets those people change circuits by hand for whose requests authorize is true: the
// page then has buttons that force a circuit open, disable it, let it observe, and reset it.
// Without this option nothing of the kind is served.
//
// Authorize is asked when a page connects, to know whether to show them, and again for every
// change, of which it may keep a record. A request that a page of another origin makes is
// refused before it is asked (see [http.CrossOriginProtection]).
func Control(authorize func(*http.Request) bool) Option {
	if authorize == nil {
		panic("circuithttp: Control(nil)")
	}
	return func(h *handler) { h.authorize = authorize }
}

var actions = map[string]func(*cb.Guard){
	"force_open": (*cb.Guard).ForceOpen,
	"disable":    (*cb.Guard).Disable,
	"observe":    (*cb.Guard).Observe,
	"reset":      (*cb.Guard).Reset,
}

// control changes the circuit of that id and name, the way that the action says. The name
// is there because the numbers begin anew when the program does.
func (h *handler) control(w http.ResponseWriter, r *http.Request) {
	if err := http.NewCrossOriginProtection().Check(r); err != nil {
		http.Error(w, err.Error(), http.StatusForbidden)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 1<<16) // also for authorize, which may read the form
	if !h.authorize(r) {
		http.Error(w, "you may not change circuits", http.StatusForbidden)
		return
	}
	act := actions[r.PostFormValue("action")]
	id, err := strconv.ParseUint(r.PostFormValue("id"), 10, 64)
	if act == nil || err != nil {
		http.Error(w, "write action=force_open, disable, observe or reset, and the circuit's id and name", http.StatusBadRequest)
		return
	}
	guards := h.registry.Lookup(r.PostFormValue("name"))
	i := slices.IndexFunc(guards, func(g *cb.Guard) bool { return g.Snapshot().ID == id })
	if i < 0 {
		http.Error(w, "there is no such circuit any more", http.StatusNotFound)
		return
	}
	act(guards[i])
	w.WriteHeader(http.StatusNoContent)
}

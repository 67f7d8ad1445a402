package circuithttp

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
)

// A report is the answer of GET /health/circuits.
type report struct {
	Time     time.Time `json:"time"`
	Ready    bool      `json:"ready"`
	NotReady []blocker `json:"not_ready"`
	Circuits []circuit `json:"circuits"`
}

type circuit struct {
	status
	about
}

func (h *handler) health(w http.ResponseWriter, r *http.Request) {
	query, err := url.ParseQuery(r.URL.RawQuery) // what it cannot read must not be passed over
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	readiness, problem := h.readinessAsked(query)
	if problem != "" {
		http.Error(w, problem, http.StatusBadRequest)
		return
	}
	critical := h.critical
	if names := query["name"]; len(names) > 0 {
		critical = slices.DeleteFunc(slices.Clone(critical), func(name string) bool { return !concern(names, name) })
	}
	snapshots := snapshotsOf(h.registry, func(name string) bool {
		return (!query.Has("name") || matches(query["name"], name)) && (!readiness || h.isCritical(name))
	})

	answer := report{Time: time.Now(), NotReady: blockers(critical, snapshots), Circuits: []circuit{}}
	answer.Ready = len(answer.NotReady) == 0
	for i := range snapshots {
		s := &snapshots[i]
		answer.Circuits = append(answer.Circuits, circuit{statusOf(s, h.isCritical(s.Name)), aboutOf(s)})
	}
	w.Header().Set("Content-Type", "application/json")
	if readiness && !answer.Ready {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(answer) // whoever has asked may be gone
}

// readinessAsked refuses what it does not know: a check with a misspelt parameter, or the name of
// nothing critical, would never fail.
func (h *handler) readinessAsked(query url.Values) (asked bool, problem string) {
	for key, values := range query {
		switch {
		case key == "name":
		case key != "ready":
			return false, "unknown parameter " + key + ": there are name and ready"
		case !slices.Equal(values, []string{"1"}):
			return false, "write ready=1"
		default:
			asked = true
		}
	}
	for _, name := range query["name"] {
		if asked && !slices.ContainsFunc(h.critical, func(critical string) bool { return concern([]string{name}, critical) }) {
			return false, name + " is nothing critical: the critical circuits are " + strings.Join(h.critical, ", ")
		}
	}
	return asked, ""
}

// concern reports whether a critical name and one of those that were asked for mean a circuit
// in common.
func concern(names []string, critical string) bool {
	return matches(names, critical) || slices.ContainsFunc(names, func(name string) bool { return isNamed(name, critical) })
}

// snapshotsOf are the snapshots of the guards whose names are wanted.
func snapshotsOf(r *cb.Registry, wanted func(name string) bool) []cb.Snapshot {
	var found []cb.Snapshot
	for _, g := range r.All() {
		if wanted(g.Name()) {
			found = append(found, g.Snapshot())
		}
	}
	return found
}

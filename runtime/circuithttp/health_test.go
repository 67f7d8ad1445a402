package circuithttp_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/circuithttp"
)

// The tests import the standard library alone, as the package does: what they import would
// come into the go.sum of whoever imports it.

var errDown = errors.New("the dependency is down")

func equal(t *testing.T, got, want any) {
	t.Helper()
	if got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func client(r *cb.Registry, name string) *cb.Client {
	return cb.NewClient(name, struct{}{}, cb.WithRegistry(r))
}

// breaker opens with its first failure, for a minute.
var breaker = cb.Policy{Breaker: cb.Breaker{Failures: 1, Open: time.Minute, Probes: 1}}

func call(t *testing.T, g *cb.Guard, err error) {
	t.Helper()
	c, rejected := g.Begin(t.Context())
	if rejected == nil {
		c.Return(err)
		c.End()
	}
}

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w
}

type report struct {
	Ready    bool
	NotReady []struct{ Name, Reason string } `json:"not_ready"`
	Circuits []map[string]any
}

func health(t *testing.T, h http.Handler, query string, status int) report {
	t.Helper()
	w := get(h, "/health/circuits"+query)
	equal(t, w.Code, status)
	equal(t, w.Header().Get("Content-Type"), "application/json")
	var r report
	if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func names(r report) string {
	var names []string
	for _, c := range r.Circuits {
		names = append(names, c["name"].(string))
	}
	return strings.Join(names, " ")
}

// The schema is a contract: what a circuit has, and what it is called.
func TestHealthTellsEverythingOfACircuit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		h := circuithttp.Handler(registry, circuithttp.Critical("PaymentClient.Charge"))
		payment := client(registry, "PaymentClient")
		charge := payment.Guard("Charge", cb.Policy{
			Breaker:  cb.Breaker{Rate: 50 * cb.Percent, Window: cb.Window{Calls: 4}, Min: 2, Slow: time.Second, Open: time.Minute, Group: "writes"},
			Bulkhead: cb.Bulkhead{Max: 10, Wait: time.Second, Queue: 5},
		})
		call(t, charge, nil)
		call(t, charge, errDown)

		w := get(h, "/health/circuits")
		got := regexp.MustCompile(`"(id|source)":("[^"]*"|\d+)`).ReplaceAllString(w.Body.String(), `"$1":"…"`)
		want := strings.Join(strings.Fields(strings.NewReplacer("TIME", time.Now().Format(time.RFC3339Nano),
			"PROBE", time.Now().Add(time.Minute).Format(time.RFC3339Nano)).Replace(`{
			"time": "TIME", "ready": false, "not_ready": [{"name": "PaymentClient.Charge", "reason": "open"}],
			"circuits": [{
				"id": "…", "name": "PaymentClient.Charge", "critical": true,
				"state": "open", "since": "TIME", "generation": 1, "next_probe": "PROBE", "probe_due": false,
				"failures_in_a_row": 1, "failures": {"count": 1, "of": 2, "rate": 0.5}, "slow": {"count": 0, "of": 2, "rate": 0},
				"in_flight": 0, "waiting": 0,
				"totals": {"successes": 1, "failures": 1, "ignored": 0, "cancelled": 0, "slow": 0, "late": 0, "probes": 0, "rejected_open": 0, "rejected_full": 0, "would_reject": 0, "fallbacks": 0, "fallback_failures": 0, "retries": 0},
				"last_failure": {"time": "TIME", "text": "the°dependency°is°down"},
				"policy": {"breaker": "rate=50%°window=4°min=2°slow=1s°slowrate=100%°open=1m°jitter=0%°probes=3°halfopen=1m°group=writes",
					"bulkhead": "max=10°wait=1s°queue=5", "group": "writes"},
				"limits": {"failure_rate": 0.5, "slow_rate": 1, "min": 2, "in_flight": 10, "waiting": 5},
				"source": "…"
			}]
		}`)), "")
		equal(t, strings.TrimSpace(got), strings.ReplaceAll(want, "°", " "))
	})
}

// The documentation of the schema names every field of it.
func TestDocumentationNamesEveryField(t *testing.T) {
	page, err := os.ReadFile("../../docs/observing.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"circuit.go", "health.go", "critical.go"} {
		code, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, field := range regexp.MustCompile("`json:\"(\\w+)").FindAllStringSubmatch(string(code), -1) {
			if !strings.Contains(string(page), "`"+field[1]+"`") {
				t.Errorf("docs/observing.md does not mention %s of %s", field[1], file)
			}
		}
	}
}

func TestHealthOfNothingIsAnEmptyList(t *testing.T) {
	w := get(circuithttp.Handler(new(cb.Registry)), "/health/circuits")
	if !strings.HasSuffix(w.Body.String(), `"ready":true,"not_ready":[],"circuits":[]}`+"\n") {
		t.Error(w.Body)
	}
}

func TestNameFiltersByCircuitOrClient(t *testing.T) {
	registry := new(cb.Registry)
	h := circuithttp.Handler(registry)
	payment, search := client(registry, "PaymentClient"), client(registry, "Search")
	guards := []*cb.Guard{payment.Guard("Charge", breaker), payment.Guard("Refund", breaker), search.Guard("Find", breaker)}
	defer slices.Clone(guards) // they are not garbage until here

	equal(t, names(health(t, h, "", 200)), "PaymentClient.Charge PaymentClient.Refund Search.Find")
	equal(t, names(health(t, h, "?name=PaymentClient", 200)), "PaymentClient.Charge PaymentClient.Refund")
	equal(t, names(health(t, h, "?name=PaymentClient.Refund&name=Search", 200)), "PaymentClient.Refund Search.Find")
	equal(t, names(health(t, h, "?name=Payment", 200)), "")
}

func TestOneKeyInTroubleMakesNobodyUnreadyUnlessItIsCriticalItself(t *testing.T) {
	registry := new(cb.Registry)
	h := circuithttp.Handler(registry, circuithttp.Critical("Upstream.Get", "Upstream.Get[c.example.org]"))
	hosts := cb.NewKeyed[string](client(registry, "Upstream"), "Get", breaker)
	call(t, hosts.Of("a.example.org"), nil)
	call(t, hosts.Of("b.example.org"), errDown)

	equal(t, len(health(t, h, "?name=Upstream.Get[b.example.org]", 200).Circuits), 1)
	equal(t, len(health(t, h, "?name=Upstream", 200).Circuits), len(registry.All()))
	equal(t, health(t, h, "?ready=1", 503).NotReady[0].Reason, "unknown") // as long as c has had no call
	call(t, hosts.Of("c.example.org"), nil)
	equal(t, len(health(t, h, "?ready=1", 200).NotReady), 0)

	call(t, hosts.Of("c.example.org"), errDown)
	equal(t, health(t, h, "?ready=1", 503).NotReady[0].Name, "Upstream.Get[c.example.org]")
	hosts.Of("c.example.org").Reset()
	call(t, hosts.Shared(), errDown)
	equal(t, health(t, h, "?ready=1", 503).NotReady[0].Name, "Upstream.Get")
}

func TestReadinessFailsWhileACriticalCircuitIsOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		h := circuithttp.Handler(registry, circuithttp.Critical("PaymentClient.Charge", "Ledger"))
		charge := client(registry, "PaymentClient").Guard("Charge", breaker)
		refund := client(registry, "PaymentClient").Guard("Refund", breaker)
		post := client(registry, "Ledger").Guard("Post", breaker)

		r := health(t, h, "?ready=1", 200)
		equal(t, r.Ready, true)
		equal(t, names(r), "Ledger.Post PaymentClient.Charge")

		call(t, refund, errDown)
		equal(t, health(t, h, "?ready=1", 200).Ready, true)

		call(t, post, errDown)
		r = health(t, h, "?ready=1", 503)
		equal(t, r.Ready, false)
		equal(t, r.NotReady[0].Name+" "+r.NotReady[0].Reason, "Ledger.Post open")
		health(t, h, "", 200)
		health(t, h, "?ready=1&name=PaymentClient.Charge", 200)
		health(t, h, "?ready=1&name=Ledger.Post", 503)

		charge.ForceOpen()
		equal(t, health(t, h, "?ready=1&name=PaymentClient", 503).NotReady[0].Reason, "forced_open")
	})
}

// Otherwise a program that is sent nothing would never probe.
func TestReadyAgainWhenAProbeIsDueAndWhileProbing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		h := circuithttp.Handler(registry, circuithttp.Critical("Ledger"))
		post := client(registry, "Ledger").Guard("Post", breaker)
		call(t, post, errDown)
		time.Sleep(time.Minute - time.Nanosecond)
		health(t, h, "?ready=1", 503)
		time.Sleep(time.Nanosecond)
		equal(t, health(t, h, "?ready=1", 200).Circuits[0]["state"], "open")

		probe, err := post.Begin(t.Context())
		equal(t, err, nil)
		equal(t, health(t, h, "?ready=1", 200).Circuits[0]["state"], "half_open")
		probe.Return(errDown)
		probe.End()
		health(t, h, "?ready=1", 503)
	})
}

func TestCriticalNameThatNoCircuitHasIsNotReady(t *testing.T) {
	registry := new(cb.Registry)
	h := circuithttp.Handler(registry, circuithttp.Critical("Legder"))
	post := client(registry, "Ledger").Guard("Post", breaker)
	r := health(t, h, "?ready=1", 503)
	equal(t, r.NotReady[0].Name+" "+r.NotReady[0].Reason, "Legder unknown")
	equal(t, post.State(), cb.Closed)
}

// One that is misspelt would be a check that never fails.
func TestUnknownParameterIsRefused(t *testing.T) {
	h := circuithttp.Handler(new(cb.Registry), circuithttp.Critical("Ledger", "PaymentClient.Charge"))
	for query, says := range map[string]string{
		"?redy=1":          "unknown parameter redy: there are name and ready",
		"?ready=0":         "write ready=1",
		"?ready":           "write ready=1",
		"?ready=1&ready=1": "write ready=1",
		"?ready=1;x":       "invalid semicolon separator in query",
		"?ready=1%":        `invalid URL escape "%"`,

		"?ready=1&name=Ledger.Post&name=Legder": "Legder is nothing critical: the critical circuits are Ledger, PaymentClient.Charge",
		"?ready=1&name=PaymentClient.Refund":    "PaymentClient.Refund is nothing critical: the critical circuits are Ledger, PaymentClient.Charge",
	} {
		w := get(h, "/health/circuits"+query)
		equal(t, w.Code, 400)
		equal(t, strings.TrimSpace(w.Body.String()), says)
	}
}

func TestHealthTellsOfEveryPartOfThePolicy(t *testing.T) {
	registry := new(cb.Registry)
	h := circuithttp.Handler(registry)
	policy := cb.Policy{
		Breaker: cb.Breaker{Failures: 5},
		Timeout: 2 * time.Second,
		Retry:   cb.Retry{Attempts: 3},
		Key:     cb.Key{Max: 100},
		Stream:  cb.Stream{Idle: time.Minute},
	}
	k := cb.NewKeyed[string](client(registry, "Search"), "Find", policy, cb.Timed, cb.Retried, cb.Streamed)
	text := get(h, "/health/circuits").Body.String()
	for _, want := range []string{
		`"timeout":"2s"`, `"retry":"attempts=3 backoff=50ms..1s budget=10%"`, `"key":"max=100 idle=10m"`, `"stream":"idle=1m"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s does not have %s of %s", text, want, k.Shared().Name())
		}
	}
}

func TestHealthTellsOfDurationsWhereTheyAreCounted(t *testing.T) {
	registry := new(cb.Registry)
	h := circuithttp.Handler(registry)
	without := client(registry, "A").Guard("Do", breaker)
	with := cb.NewClient("B", struct{}{}, cb.WithRegistry(registry), cb.WithDurations(time.Hour, 48*time.Hour)).Guard("Do", breaker)
	call(t, without, nil)
	call(t, with, nil)
	circuits := health(t, h, "", 200).Circuits
	equal(t, circuits[0]["durations"], nil)
	durations := circuits[1]["durations"].(map[string]any)
	equal(t, fmt.Sprint(durations["buckets"]), "[3600 172800]")
	equal(t, fmt.Sprint(durations["counts"]), "[1 0 0]")
	equal(t, durations["sum"].(float64) > 0, true)
}

package circuithttp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/circuithttp"
)

type message struct {
	Time   int64
	First  *struct{ Control bool }
	States map[string]int
	// A pointer tells what was not said from nothing.
	Matched     *int
	Order       []uint64
	Circuits    []map[string]any
	About       map[string]map[string]any
	Timelines   map[string]timeline
	Transitions map[string][]map[string]any
}

type timeline struct {
	Calls, Failures, Rejected []int
	Total                     []int
}

// A stream is somebody who looks.
type stream struct {
	leave func()
	ended chan struct{}
	slow  atomic.Int64 // how long it takes to be told something

	mu     sync.Mutex
	header http.Header
	status int
	body   bytes.Buffer
}

func (s *stream) Header() http.Header    { return s.header }
func (s *stream) WriteHeader(status int) { s.status = status }
func (s *stream) Flush()                 {}

func (s *stream) Write(p []byte) (int, error) {
	time.Sleep(time.Duration(s.slow.Load()))
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.body.Write(p)
}

func watch(t *testing.T, h http.Handler, query string) *stream {
	ctx, cancel := context.WithCancel(t.Context())
	s := &stream{header: make(http.Header), ended: make(chan struct{})}
	s.leave = func() {
		cancel()
		<-s.ended
	}
	go func() {
		h.ServeHTTP(s, httptest.NewRequest("GET", "/debug/circuits/events"+query, nil).WithContext(ctx))
		close(s.ended)
	}()
	return s
}

// wait is what was told until then and not read before.
func (s *stream) wait(d time.Duration) []message {
	time.Sleep(d)
	synctest.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()

	var messages []message
	for line := range strings.Lines(s.body.String()) {
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			var m message
			if err := json.Unmarshal([]byte(data), &m); err != nil {
				panic(err)
			}
			messages = append(messages, m)
		}
	}
	s.body.Reset()
	return messages
}

func (m *message) names() string {
	byID := make(map[uint64]string)
	for _, c := range m.Circuits {
		byID[uint64(c["id"].(float64))] = c["name"].(string)
	}
	var names []string
	for _, id := range m.Order {
		names = append(names, byID[id])
	}
	return strings.Join(names, " ")
}

func TestStreamTellsAllAtFirstAndThenOnlyWhatHasChanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		h := circuithttp.Handler(registry)
		payment := client(registry, "PaymentClient")
		charge, refund := payment.Guard("Charge", breaker), payment.Guard("Refund", breaker)
		s := watch(t, h, "")
		defer s.leave()

		first := s.wait(0)[0]
		equal(t, s.header.Get("Content-Type"), "text/event-stream")
		equal(t, first.names(), "PaymentClient.Charge PaymentClient.Refund")
		equal(t, *first.Matched, 2)
		equal(t, first.States["closed"], 2)
		equal(t, first.First.Control, false)
		equal(t, len(first.About), 2)

		still := s.wait(time.Second)[0]
		equal(t, reflect.DeepEqual(still, message{Time: first.Time + 1000}), true)

		call(t, refund, errDown)
		m := s.wait(time.Second)[0]
		equal(t, len(m.Circuits), 1)
		equal(t, m.Circuits[0]["state"], "open")
		equal(t, m.States["open"], 1)
		equal(t, len(m.About)+len(m.Timelines), 0)
		transitions := m.Transitions[fmt.Sprint(m.Order[0])]
		equal(t, transitions[0]["reason"], "failures in a row")
		equal(t, m.Order[0], first.Order[1]) // the worst first

		equal(t, charge.Apply(cb.Policy{}), nil)
		m = s.wait(time.Second)[0]
		equal(t, m.About[fmt.Sprint(first.Order[0])]["policy"].(map[string]any)["breaker"], "")
		equal(t, len(s.wait(3*time.Second)), 3)
	})
}

// A snapshot has its durations behind a pointer, which is another each time.
func TestStreamTellsOfDurationsOnlyWhenTheyHaveChanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		h := circuithttp.Handler(registry)
		g := cb.NewClient("PaymentClient", struct{}{}, cb.WithRegistry(registry), cb.WithDurations()).Guard("Charge", breaker)
		s := watch(t, h, "")
		defer s.leave()
		call(t, g, nil)
		s.wait(1500 * time.Millisecond)
		for _, m := range s.wait(3 * time.Second) {
			equal(t, len(m.Circuits), 0)
		}
		call(t, g, nil)
		equal(t, len(s.wait(time.Second)[0].Circuits), 1)
	})
}

func TestStreamShowsWhatIsAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		h := circuithttp.Handler(registry, circuithttp.Critical("C.E"))
		c := client(registry, "C")
		patient := cb.Policy{Breaker: cb.Breaker{Rate: 90 * cb.Percent, Window: cb.Window{Calls: 10}}}
		guards := make(map[string]*cb.Guard)
		for _, name := range []string{"A", "B", "D", "E", "F", "G"} {
			guards[name] = c.Guard(name, patient)
		}
		time.Sleep(time.Second)
		guards["B"].ForceOpen()
		time.Sleep(time.Second)
		guards["D"].Observe()
		for range 3 {
			call(t, guards["F"], nil)
		}
		call(t, guards["G"], errDown)
		for query, want := range map[string]string{
			"":                               "C.B C.G C.E C.A C.D C.F",
			"?order=name":                    "C.A C.B C.D C.E C.F C.G",
			"?order=calls":                   "C.F C.G C.B C.E C.A C.D",
			"?order=rate":                    "C.G C.B C.E C.A C.D C.F",
			"?order=changed&limit=2":         "C.D C.B",
			"?text=.f":                       "C.F",
			"?state=forced_open":             "C.B",
			"?state=observe&text=C.&limit=1": "C.D",
			"?text=nothing":                  "",
		} {
			s := watch(t, h, query)
			m := s.wait(0)[0]
			if m.names() != want {
				t.Errorf("%s: %s, want %s", query, m.names(), want)
			}
			s.leave()
		}

		s := watch(t, h, "?limit=1&order=name")
		first := s.wait(0)[0]
		s.leave()
		s = watch(t, h, fmt.Sprintf("?limit=1&also=%v,%v", guards["F"].Snapshot().ID, first.Order[0]))
		m := s.wait(0)[0]
		s.leave()
		equal(t, m.names(), "C.B C.A C.F")
		equal(t, *m.Matched, 6)
	})
}

func TestViewThatMakesNoSenseIsRefused(t *testing.T) {
	h := circuithttp.Handler(new(cb.Registry))
	for _, query := range []string{"?order=best", "?limit=0", "?limit=1001", "?limit=x"} {
		equal(t, get(h, "/debug/circuits/events"+query).Code, 400)
	}
}

// At the beginning of an outage nobody looks.
func TestHistoryIsThereThoughNobodyLooked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		h := circuithttp.Handler(registry)
		g := client(registry, "C").Guard("M", breaker)
		time.Sleep(6 * time.Second)
		for range 3 {
			call(t, g, nil)
		}
		time.Sleep(5 * time.Second)
		call(t, g, errDown)
		for range 2 {
			call(t, g, nil) // rejected
		}
		time.Sleep(10 * time.Second)

		s := watch(t, h, "")
		m := s.wait(0)[0]
		s.leave()
		got := m.Timelines[fmt.Sprint(m.Order[0])]
		equal(t, fmt.Sprint(got.Calls), "[0 3 1 0]")
		equal(t, fmt.Sprint(got.Failures), "[0 0 1 0]")
		equal(t, fmt.Sprint(got.Rejected), "[0 0 2 0]")
		equal(t, fmt.Sprint(got.Total), "[4 1 2]")
		equal(t, len(m.Transitions), 1)
	})
}

// Clients are made when the handler is there, and called at once.
func TestHistoryHasTheFirstCallsOfACircuit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		h := circuithttp.Handler(registry)
		time.Sleep(time.Second)
		g := client(registry, "C").Guard("M", breaker)
		for range 3 {
			call(t, g, nil)
		}
		time.Sleep(5 * time.Second)

		s := watch(t, h, "")
		m := s.wait(0)[0]
		s.leave()
		got := m.Timelines[fmt.Sprint(m.Order[0])]
		equal(t, fmt.Sprint(got.Calls), "[3]")
		runtime.KeepAlive(g)
	})
}

// Nobody can be told more slowly than others at the others' expense.
func TestSlowViewerMissesFramesAndNoChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		h := circuithttp.Handler(registry)
		g := client(registry, "C").Guard("M", breaker)
		fast, slow := watch(t, h, ""), watch(t, h, "")
		defer fast.leave()
		defer slow.leave()
		slow.wait(0)
		fast.wait(0)
		slow.slow.Store(int64(20 * time.Second))
		call(t, g, errDown)
		equal(t, len(fast.wait(5*time.Second)), 5)
		g.ForceOpen()
		equal(t, len(fast.wait(5*time.Second)), 5)
		slow.slow.Store(0)
		var told []any
		for _, m := range slow.wait(20 * time.Second) {
			for _, c := range m.Circuits {
				told = append(told, c["state"])
			}
		}
		equal(t, fmt.Sprint(told), "[open forced_open]")
		equal(t, g.State(), cb.ForcedOpen) // and so it is no garbage until here
	})
}

// A bubble of synctest ends only when no goroutine is left in it.
func TestNothingRunsWhenNobodyLooks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		h := circuithttp.Handler(registry)
		g := client(registry, "C").Guard("M", breaker)
		for range 3 {
			one, other := watch(t, h, ""), watch(t, h, "")
			equal(t, len(one.wait(2*time.Second)), 3)
			one.leave()
			equal(t, len(other.wait(2*time.Second)), 5)
			other.leave()
			time.Sleep(time.Minute)
		}
		equal(t, g.State(), cb.Closed)
	})
}

func TestNoMorePagesAreOpenThanMayBe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := circuithttp.Handler(new(cb.Registry))
		var open []*stream
		for range 256 {
			s := watch(t, h, "")
			open = append(open, s)
			equal(t, len(s.wait(0)), 1)
		}
		w := get(h, "/debug/circuits/events")
		equal(t, w.Code, 503)
		equal(t, w.Header().Get("Retry-After"), "10")
		equal(t, w.Header().Get("Content-Type"), "text/plain; charset=utf-8")

		open[0].leave()
		open[0] = watch(t, h, "")
		equal(t, len(open[0].wait(time.Second)), 2)
		for _, s := range open {
			s.leave()
		}
	})
}

// A body that never ends would hold whoever asks only for the header.
func TestHeadOfTheStreamEnds(t *testing.T) {
	w := httptest.NewRecorder()
	circuithttp.Handler(new(cb.Registry)).ServeHTTP(w, httptest.NewRequest("HEAD", "/debug/circuits/events", nil))
	equal(t, w.Code, 200)
	equal(t, w.Header().Get("Content-Type"), "text/event-stream")
	equal(t, w.Body.Len(), 0)
}

func TestStreamNeedsAWriterThatFlushes(t *testing.T) {
	w := httptest.NewRecorder()
	circuithttp.Handler(new(cb.Registry)).ServeHTTP(struct{ http.ResponseWriter }{w}, httptest.NewRequest("GET", "/debug/circuits/events", nil))
	equal(t, w.Code, 500)
}

func TestStreamEndsWhenItsServerIsShutDown(t *testing.T) {
	server := httptest.NewServer(circuithttp.Handler(new(cb.Registry)))
	defer server.Close()
	answer, err := http.Get(server.URL + "/debug/circuits/events")
	equal(t, err, nil)
	defer answer.Body.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	equal(t, server.Config.Shutdown(ctx), nil)
	text, err := io.ReadAll(answer.Body)
	equal(t, err, nil)
	if !strings.HasPrefix(string(text), "data: {") {
		t.Errorf("%s", text)
	}
}

// A server's own limit on writing is for answers that end.
func TestStreamOutlivesTheServersWriteTimeout(t *testing.T) {
	server := httptest.NewUnstartedServer(circuithttp.Handler(new(cb.Registry)))
	server.Config.WriteTimeout = 100 * time.Millisecond
	server.Start()
	defer server.Close()
	answer, err := http.Get(server.URL + "/debug/circuits/events")
	equal(t, err, nil)
	defer answer.Body.Close()
	var text []byte
	for strings.Count(string(text), "data: ") < 3 {
		part := make([]byte, 4096)
		n, err := answer.Body.Read(part)
		if err != nil {
			t.Fatal(err)
		}
		text = append(text, part[:n]...)
	}
}

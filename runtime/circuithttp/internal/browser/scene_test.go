package browser

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/circuithttp"
)

var errDown = errors.New("dial tcp 10.0.4.17:443: connect: connection refused")

// serve serves the circuits of a registry of their own.
func serve(t testing.TB, opts ...circuithttp.Option) (*cb.Registry, string) {
	registry := new(cb.Registry)
	mux := http.NewServeMux()
	mux.Handle("/admin/", http.StripPrefix("/admin", circuithttp.Handler(registry, opts...)))
	server := httptest.NewServer(mux)
	t.Cleanup(server.CloseClientConnections)
	t.Cleanup(server.Close)
	t.Cleanup(server.CloseClientConnections)
	return registry, server.URL + "/admin/debug/circuits"
}

func client(r *cb.Registry, name string) *cb.Client {
	return cb.NewClient(name, struct{}{}, cb.WithRegistry(r), cb.WithDurations())
}

func call(g *cb.Guard, length time.Duration, err error) {
	c, rejected := g.Begin(context.Background())
	if rejected != nil {
		return
	}
	defer c.End()
	if length > 0 {
		time.Sleep(length)
	}
	c.Return(err)
}

// A scene is a service in the middle of an outage.
type scene struct {
	registry *cb.Registry
	quit     chan struct{}
	running  sync.WaitGroup

	guards []*cb.Guard // kept alive by the scene
}

// play lets callers use the guards until the scene is stopped. The outage comes and goes.
func play(r *cb.Registry) *scene {
	s := &scene{registry: r, quit: make(chan struct{})}
	begun := time.Now()
	outage := func() bool {
		return int(time.Since(begun).Seconds())%180 >= 60 && int(time.Since(begun).Seconds())%180 < 150
	}

	payment, search, ledger := client(r, "PaymentClient"), client(r, "SearchClient"), client(r, "LedgerClient")
	mail, rates, users := client(r, "MailClient"), client(r, "RatesClient"), client(r, "UserStore")
	s.guard(payment, "Charge", cb.Policy{
		Breaker:  cb.Breaker{Rate: 50 * cb.Percent, Window: cb.Window{Calls: 20}, Min: 10, Open: 12 * time.Second, Jitter: 20 * cb.Percent},
		Bulkhead: cb.Bulkhead{Max: 20, Wait: 50 * time.Millisecond, Queue: 40},
	}, 24, 40, func() error { return fails(outage(), 0.85, errDown) })
	s.guard(payment, "Refund", cb.Policy{
		Breaker: cb.Breaker{Failures: 5, Open: 20 * time.Second, Jitter: 20 * cb.Percent}, Bulkhead: cb.Bulkhead{Max: 5},
	}, 3, 60, func() error { return fails(outage(), 0.9, errDown) })
	s.guard(search, "Find", cb.Policy{
		Breaker: cb.Breaker{Rate: 40 * cb.Percent, Window: cb.Window{Period: 10 * time.Second}, Min: 20, Open: 10 * time.Second},
	}, 60, 15, func() error { return fails(outage(), 0.22, errors.New("search: 503 Service Unavailable")) })
	s.guard(search, "Suggest", cb.Policy{Breaker: cb.Breaker{Failures: 5}}, 90, 8, func() error { return nil })
	s.guard(ledger, "Append", cb.Policy{
		Breaker:  cb.Breaker{Slow: 200 * time.Millisecond, SlowRate: 60 * cb.Percent, Window: cb.Window{Calls: 30}, Min: 15, Open: 8 * time.Second, Group: "writes"},
		Bulkhead: cb.Bulkhead{Max: 10},
	}, 12, 70, func() error { return nil })
	s.guard(ledger, "Balance", cb.Policy{Bulkhead: cb.Bulkhead{Max: 8, Wait: time.Second}}, 30, 230, func() error { return nil })
	s.guard(mail, "Send", cb.Policy{Breaker: cb.Breaker{Failures: 3}}, 2, 30, func() error { return nil })
	s.guard(rates, "Latest", cb.Policy{Breaker: cb.Breaker{Failures: 3}}, 1, 20, func() error { return nil })
	s.guard(users, "Get", cb.Policy{Breaker: cb.Breaker{Rate: 20 * cb.Percent, Window: cb.Window{Calls: 50}, Min: 20}}, 45, 6, func() error { return fails(true, 0.02, errors.New("sql: connection reset")) })
	s.guard(users, "Put", cb.Policy{Breaker: cb.Breaker{Failures: 5}}, 6, 10, func() error { return nil })
	s.byName("MailClient.Send").ForceOpen()
	s.byName("RatesClient.Latest").Observe()
	s.byName("UserStore.Put").Disable()
	return s
}

func fails(down bool, share float64, err error) error {
	if down && rand.Float64() < share {
		return err
	}
	return nil
}

func (s *scene) byName(name string) *cb.Guard { return s.registry.Lookup(name)[0] }

// guard makes a guard with so many calls a second, of some milliseconds each.
func (s *scene) guard(c *cb.Client, method string, p cb.Policy, perSecond, millis int, answer func() error) {
	g := c.Guard(method, p)
	s.guards = append(s.guards, g)
	s.running.Go(func() {
		for {
			pause := time.Duration(rand.ExpFloat64() * float64(time.Second) / float64(perSecond))
			select {
			case <-s.quit:
				return
			case <-time.After(pause):
				length := time.Duration(float64(millis) * (0.6 + 0.8*rand.Float64()) * float64(time.Millisecond))
				s.running.Go(func() { call(g, length, answer()) })
			}
		}
	})
}

func (s *scene) stop() {
	close(s.quit)
	s.running.Wait()
}

package semantics_test

import (
	"bytes"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

func TestRegistryKnowsGuardsByName(t *testing.T) {
	r := new(cb.Registry)
	payment := cb.NewClient("PaymentClient", struct{}{}, cb.WithRegistry(r))
	search := cb.NewClient("Search", struct{}{}, cb.WithRegistry(r))
	refund := payment.Guard("Refund", cb.Policy{})
	find := search.Guard("Find", cb.Policy{})
	charge := payment.Guard("Charge", cb.Policy{})

	require.Equal(t, []*cb.Guard{charge, refund, find}, r.All())
	require.Equal(t, []*cb.Guard{charge}, r.Lookup("PaymentClient.Charge"))
	require.Empty(t, r.Lookup("PaymentClient.Nothing"))
	runtime.KeepAlive(payment)
}

func TestGuardsOfOneNameAreOrderedByAge(t *testing.T) {
	r := new(cb.Registry)
	var guards []*cb.Guard
	for range 3 {
		guards = append(guards, cb.NewClient("C", 1, cb.WithRegistry(r)).Guard("M", cb.Policy{}))
	}
	found := r.Lookup("C.M")
	require.Len(t, found, 3)
	for i := range guards {
		require.Same(t, guards[i], found[i])
		require.Same(t, guards[i], r.All()[i])
	}
}

func TestGuardsAreRegisteredWithTheDefaultRegistry(t *testing.T) {
	g := cb.NewClient("InDefaultRegistry", 1).Guard("M", cb.Policy{})
	require.Equal(t, []*cb.Guard{g}, cb.DefaultRegistry.Lookup("InDefaultRegistry.M"))
	require.Contains(t, cb.DefaultRegistry.All(), g)
}

func TestRegistryKeepsNoGuardAlive(t *testing.T) {
	r := new(cb.Registry)
	kept := cb.NewClient("Kept", 1, cb.WithRegistry(r)).Guard("M", cb.Policy{})
	for range 100 {
		cb.NewClient("Dropped", 1, cb.WithRegistry(r)).Guard("M", breaker(cb.Breaker{Rate: cb.Percent}))
		g := cb.NewClient("Dropped", 1, cb.WithRegistry(r)).Guard("M", breaker(cb.Breaker{
			Rate: cb.Percent, Window: cb.Window{Period: 24 * time.Hour}, Min: 1,
		}))
		require.NoError(t, succeed(g)) // sets an alarm for the end of a tenth of a day
	}
	require.Eventually(t, func() bool {
		runtime.GC()
		return len(r.All()) == 1 && len(r.Lookup("Dropped.M")) == 0
	}, 10*time.Second, time.Millisecond)
	require.Equal(t, []*cb.Guard{kept}, r.All())
}

func TestRegistryIsSafeForConcurrentUse(t *testing.T) {
	r := new(cb.Registry)
	var users sync.WaitGroup
	for range 8 {
		users.Go(func() {
			for range 100 {
				g := cb.NewClient("C", 1, cb.WithRegistry(r)).Guard("M", breaker(cb.Breaker{Failures: 1}))
				for _, known := range r.All() {
					known.Snapshot()
				}
				if found := r.Lookup("C.M"); len(found) == 0 {
					t.Error("not registered")
				}
				runtime.KeepAlive(g)
			}
		})
	}
	users.Wait()
}

func TestClientMadeForEveryRequestIsNoticedOnce(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(before)

	r := new(cb.Registry)
	makeGuards := func(client string, n int) {
		for range n {
			cb.NewClient(client, 1, cb.WithRegistry(r)).Guard("Charge", cb.Policy{})
		}
	}
	makeGuards("PaymentClient", 999)
	makeGuards("SearchClient", 999)
	require.Empty(t, log.String())
	makeGuards("PaymentClient", 5000)
	makeGuards("SearchClient", 5000)
	require.Equal(t, 1, strings.Count(log.String(), "\n"), log.String())
	require.Contains(t, log.String(), "make it once")
	require.Contains(t, log.String(), "guard=PaymentClient.Charge")
}

package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

func TestPoliciesOfTheDirectivesAreWhereAProgramBegins(t *testing.T) {
	next := answering{}
	policies := DefaultSearchClientPolicies()
	policies.Suggest.Bulkhead.Max = 16
	client := NewGuardedSearchClient(next, cb.WithPolicies(policies))
	require.Equal(t, 64, client.Guards()[0].Snapshot().Policy.Bulkhead.Max)
	require.Equal(t, 16, client.Guards()[1].Snapshot().Policy.Bulkhead.Max)
}

func TestDirectivesFileAndEnvironmentAreReadInThisOrder(t *testing.T) {
	policies, err := readPolicies("policies.json", []string{"SEARCHCLIENT_SEARCH_BREAKER_OPEN=20s", "SEARCHCLIENT_SUGGEST_BULKHEAD_MAX=9"})
	require.NoError(t, err)
	require.Equal(t, SearchClientPolicies{
		Search: cb.Policy{
			Breaker: cb.Breaker{
				Rate: 30 * cb.Percent, Window: cb.Window{Calls: 100}, Min: 20, Open: 20 * time.Second,
				Factor: 1, Jitter: 20 * cb.Percent, Probes: 3,
			},
			Bulkhead: cb.Bulkhead{Max: 128, Wait: 50 * time.Millisecond},
		},
		Suggest: cb.Policy{Bulkhead: cb.Bulkhead{Max: 9}},
	}, policies)
}

func TestPoliciesAreReadAsTheyAreWritten(t *testing.T) {
	policies := DefaultSearchClientPolicies()
	text, err := json.Marshal(policies)
	require.NoError(t, err)
	require.Equal(t, `{"Search":{"breaker":{"rate":"50%","window":100,"open":"30s","factor":1,"jitter":"20%","probes":3},"bulkhead":{"max":64,"wait":"0s"}},`+
		`"Suggest":{"breaker":{"rate":"50%","window":100,"open":"30s","factor":1,"jitter":"20%","probes":3},"bulkhead":{"max":8,"wait":"0s"}}}`, string(text))
	var again SearchClientPolicies
	require.NoError(t, json.Unmarshal(text, &again))
	require.Equal(t, policies, again)
}

// A window takes its default of min along, as it would in a directive, and open that of halfopen.
func TestDefaultsFollowTheKeysThatAreChanged(t *testing.T) {
	policies := DefaultSearchClientPolicies()
	require.NoError(t, policies.Override("S", []string{"S_SEARCH_BREAKER_WINDOW=50", "S_SEARCH_BREAKER_OPEN=1m"}))
	p := NewGuardedSearchClient(answering{}, cb.WithPolicies(policies), cb.WithRegistry(new(cb.Registry))).Guards()[0].Snapshot().Policy
	require.Equal(t, 50, p.Breaker.Min)
	require.Equal(t, time.Minute, p.Breaker.HalfOpen)
}

func TestSignalAppliesWhatTheFileSays(t *testing.T) {
	file := filepath.Join(t.TempDir(), "policies.json")
	write := func(text string) { require.NoError(t, os.WriteFile(file, []byte(text), 0o600)) }
	synctest.Test(t, func(t *testing.T) {
		client := NewGuardedSearchClient(answering{}, cb.WithRegistry(new(cb.Registry)))
		search, suggest := client.Guards()[0], client.Guards()[1]
		signals := make(chan os.Signal)
		go reload(client, file, signals)
		hangUp := func() {
			signals <- os.Interrupt
			synctest.Wait()
		}

		write(`{"Search": {"bulkhead": {"max": 3}}, "Suggest": {"bulkhead": {"max": 2}}}`)
		hangUp()
		require.Equal(t, 3, search.Snapshot().Policy.Bulkhead.Max)
		require.Equal(t, 2, suggest.Snapshot().Policy.Bulkhead.Max)

		write(`{"Search": {"bulkhead": {"max": 5}}, "Suggest": {"bulkhead": {"max": -1}}}`)
		hangUp()
		require.Equal(t, 3, search.Snapshot().Policy.Bulkhead.Max)
		require.Equal(t, 2, suggest.Snapshot().Policy.Bulkhead.Max)

		write(`{}`)
		hangUp()
		require.Equal(t, 64, search.Snapshot().Policy.Bulkhead.Max)
		close(signals)
	})
}

func TestPoliciesChangeWhileCallsGoOn(t *testing.T) {
	client := NewGuardedSearchClient(answering{}, cb.WithRegistry(new(cb.Registry)))
	of := func(n int) SearchClientPolicies {
		p := cb.Policy{Breaker: cb.Breaker{Failures: n}, Bulkhead: cb.Bulkhead{Max: n, Wait: time.Minute}}
		return SearchClientPolicies{p, p}
	}
	require.NoError(t, client.Apply(of(1)))
	var running sync.WaitGroup
	for range 4 {
		running.Go(func() {
			for range 1000 {
				if _, err := client.Search(t.Context(), "go"); err != nil {
					t.Error(err)
				}
				if _, err := client.Suggest(t.Context(), "g"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for n := range 300 {
		require.NoError(t, client.Apply(of(n+1)))
		require.Error(t, client.Apply(SearchClientPolicies{Search: of(7).Search}))
	}
	running.Wait()
	for _, guard := range client.Guards() {
		require.Equal(t, of(300).Search.WithDefaults(), guard.Snapshot().Policy)
		require.EqualValues(t, 4000, guard.Snapshot().Totals.Successes)
	}
}

// answering is a client whose service answers at once.
type answering struct{}

func (answering) Search(_ context.Context, query string) ([]string, error) {
	return []string{query}, nil
}

func (answering) Suggest(_ context.Context, prefix string) ([]string, error) {
	return []string{prefix}, nil
}

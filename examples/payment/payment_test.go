package main

import (
	"bytes"
	"context"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestProviderTreatsItsCallersByItsMood(t *testing.T) {
	p, err := newProvider(time.Millisecond)
	require.NoError(t, err)
	defer p.close()
	client := newHTTPClient(p.url)
	defer client.Close()
	charge := func(ctx context.Context) error {
		receipt, err := client.Charge(ctx, &ChargeRequest{Account: "acct_1", Cents: 1})
		if err == nil {
			require.Equal(t, "ch_1", receipt.ID)
		}
		return err
	}

	require.NoError(t, charge(t.Context()))
	require.NoError(t, client.Refund(t.Context(), "ch_1"))

	p.setMood(slow)
	require.NoError(t, charge(t.Context()))

	p.setMood(failing)
	require.EqualError(t, charge(t.Context()), "/charge answers 500 Internal Server Error")
	require.EqualError(t, client.Refund(t.Context(), "ch_1"), "/refund answers 500 Internal Server Error")

	p.setMood(hanging)
	ctx, cancel := context.WithCancel(t.Context())
	answered := make(chan error)
	go func() { answered <- charge(ctx) }()
	cancel()
	require.ErrorIs(t, <-answered, context.Canceled)

	go func() { answered <- charge(t.Context()) }()
	p.setMood(healthy)
	require.NoError(t, <-answered)
}

func TestQuantileIsAMeasuredDuration(t *testing.T) {
	var calls tally
	require.Zero(t, calls.quantile(0.5))
	for i := range 100 {
		calls.add(nil, time.Duration(100-i)*time.Millisecond)
	}
	require.Equal(t, 50*time.Millisecond, calls.quantile(0.50))
	require.Equal(t, 99*time.Millisecond, calls.quantile(0.99))
	require.Equal(t, 100*time.Millisecond, calls.quantile(1))
	require.Equal(t, time.Millisecond, calls.quantile(0))
}

func TestShowTellsTheOutagesApart(t *testing.T) {
	before := runtime.NumGoroutine()
	var out bytes.Buffer
	s, err := newShow(&out, 12*time.Second, 100)
	require.NoError(t, err)
	s.run(t.Context())

	require.Len(t, s.outages, 3)
	for _, o := range s.outages {
		require.False(t, o.guarded.during.opened.IsZero(), "no circuit opened while the provider was %s", o.mood)
	}
	hang := s.outages[2]
	require.False(t, hang.guarded.after.closed.IsZero(), "not all circuits closed in the end")
	require.Less(t, hang.guarded.during.stuck, hang.bare.during.stuck)
	guarded, bare := s.guarded.totals(), s.bare.totals()
	require.Less(t, guarded.wasted, bare.wasted)
	require.Zero(t, bare.rejected)
	for _, g := range s.guarded.guards {
		require.Zero(t, g.Snapshot().InFlight)
	}
	for _, line := range []string{"the provider hangs", "calls served", "the provider is hanging", "To recover"} {
		require.Contains(t, out.String(), line)
	}
	for runtime.NumGoroutine() > before {
		runtime.Gosched() // a leak ends with the test's own timeout, which prints it
	}
}

func TestShowEndsEarlyWithItsTable(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr bytes.Buffer
	require.Zero(t, run(ctx, nil, &stdout, &stderr))
	require.Contains(t, stdout.String(), "calls served")
	require.Empty(t, stderr.String())
}

func TestFlags(t *testing.T) {
	for _, c := range []struct {
		args   string
		status int
		says   string
	}{
		{"-h", 0, "Ctrl-C ends the show early"},
		{"-duration 1s", 2, "less than 10s is too short"},
		{"-rate 1", 2, "write a number between 40 and 1000"},
		{"-fast", 2, "flag provided but not defined"},
		{"now", 2, "there are no arguments besides flags"},
	} {
		var stdout, stderr bytes.Buffer
		require.Equal(t, c.status, run(t.Context(), strings.Fields(c.args), &stdout, &stderr), c.args)
		require.Contains(t, stderr.String(), c.says)
		require.Empty(t, stdout.String())
	}
}

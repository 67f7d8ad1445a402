package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/cbgen/cbgen/examples/internal/faulty"
	"github.com/cbgen/cbgen/examples/internal/network"
)

func TestProviderTreatsItsCallersByItsMood(t *testing.T) {
	listener, err := network.TCP.Listen(network.Loopback)
	require.NoError(t, err)
	p := newProvider(listener, time.Millisecond)
	defer p.Close()
	client := newHTTPClient(p.URL, network.TCP)
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

	p.SetMood(faulty.Slow)
	require.NoError(t, charge(t.Context()))

	p.SetMood(faulty.Failing)
	require.EqualError(t, charge(t.Context()), "/charge answers 500 Internal Server Error")
	require.EqualError(t, client.Refund(t.Context(), "ch_1"), "/refund answers 500 Internal Server Error")

	p.SetMood(faulty.Hanging)
	ctx, cancel := context.WithCancel(t.Context())
	answered := make(chan error)
	go func() { answered <- charge(ctx) }()
	cancel()
	require.ErrorIs(t, <-answered, context.Canceled)

	go func() { answered <- charge(t.Context()) }()
	p.SetMood(faulty.Healthy)
	require.NoError(t, <-answered)
}

func TestCommandEndsEarlyWithItsTable(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr bytes.Buffer
	require.Zero(t, newProgram().Run(ctx, nil, &stdout, &stderr))
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
		{"-duration 2m", 2, "more than 1m is too long"},
		{"-rate 1", 2, "write a number between 40 and 1000"},
		{"-fast", 2, "flag provided but not defined"},
		{"now", 2, "there are no arguments besides flags"},
	} {
		var stdout, stderr bytes.Buffer
		require.Equal(t, c.status, newProgram().Run(t.Context(), strings.Fields(c.args), &stdout, &stderr), c.args)
		require.Contains(t, stderr.String(), c.says)
		require.Empty(t, stdout.String())
		requireNarrow(t, stderr.String())
	}
}

// requireNarrow wants text that does not wrap in the usual terminal.
func requireNarrow(t *testing.T, text string) {
	t.Helper()
	for line := range strings.Lines(strings.ReplaceAll(text, "    \t", "        ")) {
		require.LessOrEqual(t, utf8.RuneCountInString(strings.TrimRight(line, "\n")), 80, line)
	}
}

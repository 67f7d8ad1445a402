// Payment shows a client that cbgen wrote riding out the outages of a real HTTP server, and
// beside it the same client without guards.
package main

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/cbgen/cbgen/examples/internal/network"
	"github.com/cbgen/cbgen/examples/internal/program"
)

func main() { newProgram().Main() }

func newProgram() *program.Program {
	p := &program.Program{
		Name:          "payment",
		Manual:        manual,
		Defaults:      program.Settings{Duration: 20 * time.Second, Rate: 100},
		MinRate:       40,
		MaxRate:       1000,
		CheckDuration: checkDuration,
		Show:          give,
	}
	p.Usage.Duration = "how long the show lasts; the outages scale with it"
	p.Usage.Rate = "charges a second on each side; refunds are a quarter of it"
	p.Usage.Listen = "the `address` where the circuits can be looked at"
	return p
}

func checkDuration(d time.Duration) error {
	switch {
	case d < 10*time.Second:
		return errors.New("less than 10s is too short for the circuits to be seen")
	case d > time.Minute:
		return errors.New("more than 1m is too long to watch")
	}
	return nil
}

// give gives the show.
func give(ctx context.Context, out io.Writer, settings program.Settings) error {
	s, err := newShow(out, network.TCP, settings.Listen, settings.Duration, settings.Rate)
	if err != nil {
		return err
	}
	s.run(ctx)
	return nil
}

const manual = `Usage: payment [-duration 20s] [-rate 100] [-listen 127.0.0.1:8080]

Two copies of one service call a payment provider, a real HTTP server on
loopback that turns slow, fails, hangs and recovers. One goes through the client
that cbgen wrote from client.go, the other calls the provider directly. Each
second a line for each method says

` + legend + `
and a table at the end compares the two. Ctrl-C ends the show early, with the
table.

Flags:
`

// Payment shows a client that cbgen wrote riding out the outages of a real HTTP server, and
// beside it the same client without guards.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/cbgen/cbgen/examples/internal/network"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("payment", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(flags.Output(), manual)
		flags.PrintDefaults()
	}
	duration := flags.Duration("duration", 20*time.Second, "how long the show lasts; the outages scale with it")
	listen := flags.String("listen", network.Loopback, "the `address` where the circuits can be looked at")
	rate := flags.Int("rate", 100, "charges a second on each side; refunds are a quarter of it")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	if err := checkArguments(*duration, *rate, flags.Args()); err != nil {
		fmt.Fprintf(stderr, "payment: %v\n", err)
		return 2
	}

	s, err := newShow(stdout, network.TCP, *listen, *duration, *rate)
	if err != nil {
		fmt.Fprintf(stderr, "payment: %v\n", err)
		return 1
	}
	s.run(ctx)
	return 0
}

func checkArguments(duration time.Duration, rate int, rest []string) error {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("%s: there are no arguments besides flags", rest[0])
	case duration < 10*time.Second:
		return fmt.Errorf("-duration %v: less than 10s is too short for the circuits to be seen", duration)
	case duration > time.Minute:
		return fmt.Errorf("-duration %v: more than 1m is too long to watch", duration)
	case rate < 40 || rate > 1000:
		return fmt.Errorf("-rate %d: write a number between 40 and 1000", rate)
	}
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

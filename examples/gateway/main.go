// Gateway shows a service that makes one page of what three upstreams know, each behind a
// client that cbgen wrote, with a policy of its own.
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
	"github.com/cbgen/cbgen/examples/internal/pages"
	"github.com/cbgen/cbgen/examples/internal/terminal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("gateway", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(flags.Output(), manual)
		flags.PrintDefaults()
	}
	duration := flags.Duration("duration", 30*time.Second, "how long the show lasts; 0 is until Ctrl-C, without faults but yours")
	rate := flags.Int("rate", 50, "visitors a second")
	listen := flags.String("listen", network.Loopback, "the `address` of the gateway")
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		return 2
	}
	if err := checkArguments(*duration, *rate, flags.Args()); err != nil {
		fmt.Fprintf(stderr, "gateway: %v\n", err)
		return 2
	}
	shop, err := openShop(network.TCP, *listen)
	if err != nil {
		fmt.Fprintf(stderr, "gateway: %v\n", err)
		return 1
	}
	defer shop.close()
	fmt.Fprintf(stdout, introduction, shop.url)
	pages.Announce(stdout, shop.url)
	fmt.Fprintf(stdout, "\n%s", headings)
	s := &show{out: stdout, palette: terminal.NewPalette(stdout), shop: shop, duration: *duration, rate: *rate}
	s.run(ctx)
	return 0
}

func checkArguments(duration time.Duration, rate int, rest []string) error {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("%s: there are no arguments besides flags", rest[0])
	case duration != 0 && duration < 15*time.Second:
		return fmt.Errorf("-duration %v: less than 15s is too short for the circuits to be seen", duration)
	case rate < 20 || rate > 500:
		return fmt.Errorf("-rate %d: write a number between 20 and 500", rate)
	}
	return nil
}

const introduction = `A gateway makes pages of what a catalog, prices and reviews know, three real HTTP
servers that turn slow, fail, hang and recover. Without reviews, or with an old
price, a page is still served; without the catalog there is none, and the gateway
says that it is not ready. Be a visitor, or make an upstream hang:

  curl %[1]s/products/teapot
  curl -X POST %[1]s/faults/reviews/hanging
`

const manual = `Usage: gateway [-duration 30s] [-rate 50] [-listen 127.0.0.1:8080]

A gateway before three upstreams, and visitors. Each second a line says what they
got, what state each circuit is in, and whether the gateway calls itself ready.
While it runs, POST /faults/{catalog,prices,reviews}/{healthy,slow,failing,hanging}
puts an upstream into a mood.

Flags:
`

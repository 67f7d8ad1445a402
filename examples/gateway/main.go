// Gateway shows a service that makes one page of what three upstreams know, each behind a
// client that cbgen wrote, with a policy of its own.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/cbgen/cbgen/examples/internal/network"
	"github.com/cbgen/cbgen/examples/internal/pages"
	"github.com/cbgen/cbgen/examples/internal/program"
	"github.com/cbgen/cbgen/examples/internal/terminal"
)

func main() { newProgram().Main() }

func newProgram() *program.Program {
	p := &program.Program{
		Name:          "gateway",
		Manual:        manual,
		Defaults:      program.Settings{Duration: 30 * time.Second, Rate: 50},
		MinRate:       20,
		MaxRate:       500,
		CheckDuration: checkDuration,
		Show:          give,
	}
	p.Usage.Duration = "how long the show lasts; 0 is until Ctrl-C, without faults but yours"
	p.Usage.Rate = "visitors a second"
	p.Usage.Listen = "the `address` of the gateway"
	return p
}

func checkDuration(d time.Duration) error {
	if d != 0 && d < 15*time.Second {
		return errors.New("less than 15s is too short for the circuits to be seen")
	}
	return nil
}

// give gives the show.
func give(ctx context.Context, out io.Writer, settings program.Settings) error {
	shop, err := openShop(network.TCP, settings.Listen)
	if err != nil {
		return err
	}
	defer shop.close()
	fmt.Fprintf(out, introduction, shop.front.URL)
	pages.Announce(out, shop.front.URL)
	fmt.Fprintf(out, "\n%s", headings)
	s := &show{out: out, palette: terminal.NewPalette(out), shop: shop, duration: settings.Duration, rate: settings.Rate}
	s.run(ctx)
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

// Package program is what the examples have in common that give a show: their flags, and how they
// end.
package program

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

// Settings are what the flags say.
type Settings struct {
	Duration time.Duration
	Rate     int
	Listen   string // an address
}

// A Program gives a show.
type Program struct {
	Name   string
	Manual string // is printed before the flags

	Defaults Settings // but for Listen, which is some port that only this machine reaches
	Usage    struct{ Duration, Rate, Listen string }

	MinRate, MaxRate int
	CheckDuration    func(time.Duration) error // says what is wrong with it

	Show func(ctx context.Context, out io.Writer, s Settings) error // until it ends or ctx is done
}

// Main runs the program with the arguments of the process, until it ends or Ctrl-C ends it.
func (p *Program) Main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	status := p.Run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// Run is the exit status of the program with these arguments: 2 for wrong ones, 1 where the show
// could not be given.
func (p *Program) Run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	settings, err := p.parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	}
	if err := p.Show(ctx, stdout, settings); err != nil {
		p.complain(stderr, err)
		return 1
	}
	return 0
}

// parse has said what is wrong if there is an error.
func (p *Program) parse(args []string, stderr io.Writer) (Settings, error) {
	flags := flag.NewFlagSet(p.Name, flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, p.Manual)
		flags.PrintDefaults()
	}
	s := p.Defaults
	flags.DurationVar(&s.Duration, "duration", s.Duration, p.Usage.Duration)
	flags.IntVar(&s.Rate, "rate", s.Rate, p.Usage.Rate)
	flags.StringVar(&s.Listen, "listen", network.Loopback, p.Usage.Listen)
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	err := p.check(s, flags.Args())
	if err != nil {
		p.complain(stderr, err)
	}
	return s, err
}

func (p *Program) check(s Settings, rest []string) error {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("%s: there are no arguments besides flags", rest[0])
	case s.Rate < p.MinRate || s.Rate > p.MaxRate:
		return fmt.Errorf("-rate %d: write a number between %d and %d", s.Rate, p.MinRate, p.MaxRate)
	}
	if err := p.CheckDuration(s.Duration); err != nil {
		return fmt.Errorf("-duration %v: %w", s.Duration, err)
	}
	return nil
}

func (p *Program) complain(stderr io.Writer, err error) {
	fmt.Fprintf(stderr, "%s: %v\n", p.Name, err)
}

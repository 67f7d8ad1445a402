package keynames

import (
	"context"
	"time"
)

//go:generate cbgen -type Client

// Client has the names of the generated code.
type Client interface {
	//cbgen:key guard.call.guard
	//cbgen:fallback instead
	Get(ctx context.Context, guard *guards, call string) (c int, err error)
	//cbgen:key guardOf(time2)
	Put(ctx context.Context, time2 time.Duration) error
	//cbgen:key off
	Guard(*guards) error
	//cbgen:key hour(*client)
	Client(client *time.Duration) error
	Guards() error
}

type guards struct{ call struct{ guard guard } }

type guard string

func guardOf(d time.Duration) time.Duration { return d }

func hour(d time.Duration) guard { return guard(d.String()) }

func instead(context.Context, *guards, string, error) (int, error) { return 0, nil }

package generated

import "context"

//go:generate go run github.com/cbgen/cbgen/cmd/cbgen -type Ledger

// Ledger is one service: when it is down for one of its methods, it is for the others.
//
//cbgen:breaker group=ledger failures=2 open=10s jitter=0% probes=1
type Ledger interface {
	//cbgen:bulkhead max=2
	Credit(ctx context.Context, account string, cents int) error

	//cbgen:bulkhead max=1
	Debit(ctx context.Context, account string, cents int) error

	// Report reads from another place.
	//
	//cbgen:breaker off
	//cbgen:bulkhead max=1
	Report(ctx context.Context, account string) (string, error)

	//cbgen:skip
	Ping(ctx context.Context) error
}

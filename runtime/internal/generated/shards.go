package generated

import "context"

//go:generate go run github.com/cbgen/cbgen/cmd/cbgen -type Shards

// Shards has guards of keys of every kind.
//
//cbgen:breaker failures=1 open=10s jitter=0% probes=1
type Shards interface {
	//cbgen:key req.Place.Shard max=2 idle=1m
	//cbgen:bulkhead max=2
	Write(ctx context.Context, req *writeRequest) error

	//cbgen:key placeOf(name)
	//cbgen:fallback replica on=failure
	Read(ctx context.Context, name string) (value string, err error)

	Ping(ctx context.Context) error
}

type writeRequest struct{ Place *place }

type place struct {
	Region string
	Shard  int
}

func placeOf(name string) place { return place{Region: name[:2], Shard: len(name)} }

func replica(ctx context.Context, name string, cause error) (string, error) { return "old", nil }

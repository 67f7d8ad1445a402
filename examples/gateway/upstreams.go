package main

import "context"

//go:generate go run github.com/cbgen/cbgen/cmd/cbgen -type Catalog,Prices,Reviews

// Catalog knows the products. Without it there is nothing to show, so a call may wait for a
// slot, and the gateway is not ready while its circuit is open.
//
//cbgen:breaker rate=50% slow=300ms slowrate=50% window=2s min=10 open=1s
//cbgen:bulkhead max=30 wait=100ms
//cbgen:only guarded
type Catalog interface {
	Product(ctx context.Context, id string) (*Product, error)
}

// Prices answers fast or not at all. There is always the last price, so the circuit opens
// early.
//
//cbgen:breaker failures=5 slow=100ms slowrate=50% window=20 min=10 open=500ms
//cbgen:bulkhead max=20
type Prices interface {
	Price(ctx context.Context, id string) (*Price, error)
}

// Reviews are nice to have, and often slow. They get few slots, and the longer they are
// out of order the less they are asked.
//
//cbgen:breaker rate=50% slow=100ms slowrate=50% window=20 min=10 open=500ms factor=2 maxopen=4s
//cbgen:bulkhead max=10
type Reviews interface {
	Review(ctx context.Context, id string) (*Review, error)
}

// A Product is what the catalog says of it.
type Product struct {
	Name string `json:"name"`
}

// A Price is in cents.
type Price struct {
	Cents int `json:"cents"`
}

// A Review is what buyers say, all together.
type Review struct {
	Stars float64 `json:"stars"`
}

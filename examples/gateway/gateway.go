package main

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
)

// patience is how long the gateway works on a page.
const patience = time.Second

// A gateway makes one page of what several upstreams know. It does without those that are
// out of order, as long as there is something to show.
type gateway struct {
	catalog Catalog
	prices  Prices
	reviews Reviews

	lastPrices sync.Map // by the product's id
}

// A page is what the gateway answers.
type page struct {
	Product *Product `json:"product"`
	Price   *Price   `json:"price,omitempty"`
	Stale   bool     `json:"stale,omitempty"` // the price is the last that was known
	Review  *Review  `json:"review,omitempty"`
}

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()

	p, err := g.page(ctx, r.PathValue("id"))
	if rejected, ok := errors.AsType[*cb.RejectedError](err); ok {
		seconds := int(math.Ceil(rejected.RetryAfter().Seconds()))
		w.Header().Set("Retry-After", strconv.Itoa(max(1, seconds)))
		http.Error(w, "the catalog is not available", http.StatusServiceUnavailable)
		return
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(p)
}

// page asks all upstreams at once. Only the catalog's error is one.
func (g *gateway) page(ctx context.Context, id string) (*page, error) {
	var p page
	var err error
	var asked sync.WaitGroup
	asked.Go(func() { p.Price, p.Stale = g.price(ctx, id) })
	asked.Go(func() { p.Review, _ = g.reviews.Review(ctx, id) })
	p.Product, err = g.catalog.Product(ctx, id)
	asked.Wait()
	return &p, err
}

// price is the last that was known where the present one is not to be had.
func (g *gateway) price(ctx context.Context, id string) (p *Price, stale bool) {
	p, err := g.prices.Price(ctx, id)
	if err == nil {
		g.lastPrices.Store(id, p)
		return p, false
	}
	last, ok := g.lastPrices.Load(id)
	if !ok {
		return nil, false
	}
	return last.(*Price), true
}

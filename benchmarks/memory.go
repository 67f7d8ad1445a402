package main

import (
	"math/rand/v2"
	"runtime"
	"time"

	"github.com/cbgen/cbgen/benchmarks/internal/report"
)

const (
	memoryTitle  = "memory: an idle breaker and bulkhead"
	memoryGuards = 100_000
)

// Who is asked for its memory. A command of hystrix-go has buffered channels and goroutines
// of its own, too much for so many of them.
var idle = []contender{
	cbgenConsecutiveBulkhead.as("cbgen, failures in a row"),
	cbgenCallsBulkhead.as("cbgen, rate of the last 100 calls"),
	cbgenSecondsBulkhead.as("cbgen, rate of the last 10 s"),
	goBreaker.with(channel),
	goBreakerRolling.with(channel),
	failsafeConsecutiveBulkhead.as("failsafe-go, failures in a row"),
	failsafeCallsBulkhead.as("failsafe-go, rate of the last 100 calls"),
	failsafeSecondsBulkhead.as("failsafe-go, rate of the last 10 s"),
	resiliency.with(resiliencySemaphore).as("go-resiliency, both"),
}

// A footprint is what one guard costs before it is used.
type footprint struct{ bytes, allocs, ns float64 }

// weigh measures the contenders in turn.
func weigh(rounds int) report.Table {
	prints := make([][]footprint, len(idle))
	for range rounds {
		for _, i := range rand.Perm(len(idle)) {
			prints[i] = append(prints[i], idle[i].footprint())
		}
	}
	t := report.Table{Title: memoryTitle, Rows: [][]string{{"for each guard", "bytes", "allocations", "ns to make it"}}}
	for i, c := range idle {
		var bytes, allocs, ns []float64
		for _, p := range prints[i] {
			bytes, allocs, ns = append(bytes, p.bytes), append(allocs, p.allocs), append(ns, p.ns)
		}
		t.Rows = append(t.Rows, []string{c.name, report.Digits(report.Median(bytes)), report.Digits(report.Median(allocs)), report.Digits(report.Median(ns))})
	}
	return t
}

func (c contender) footprint() footprint {
	guards := make([]Client, memoryGuards)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	for i := range guards {
		guards[i] = c.guard(succeeding{})
	}
	took := time.Since(start)
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(guards)
	return footprint{
		bytes:  float64(int64(after.HeapAlloc)-int64(before.HeapAlloc)) / memoryGuards,
		allocs: float64(after.Mallocs-before.Mallocs) / memoryGuards,
		ns:     float64(took) / memoryGuards,
	}
}

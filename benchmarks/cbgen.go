package main

import (
	"github.com/cbgen/cbgen/benchmarks/guarded"
	cb "github.com/cbgen/cbgen/runtime"
)

const ours = "cbgen"

// What cbgen generates, by the policy.
var (
	cbgenConsecutive         = generated(guarded.NewGuardedConsecutive)
	cbgenCalls               = generated(guarded.NewGuardedCalls)
	cbgenSeconds             = generated(guarded.NewGuardedSeconds)
	cbgenSlow                = generated(guarded.NewGuardedSlow)
	cbgenDurations           = generated(guarded.NewGuardedConsecutive, cb.WithDurations())
	cbgenSlowDurations       = generated(guarded.NewGuardedSlow, cb.WithDurations())
	cbgenClassified          = generated(guarded.NewGuardedClassified)
	cbgenFallback            = generated(guarded.NewGuardedFallback)
	cbgenBulkhead            = generated(guarded.NewGuardedBulkhead)
	cbgenConsecutiveBulkhead = generated(guarded.NewGuardedConsecutiveBulkhead)
	cbgenCallsBulkhead       = generated(guarded.NewGuardedCallsBulkhead)
	cbgenSecondsBulkhead     = generated(guarded.NewGuardedSecondsBulkhead)
	cbgenKeyed               = generated(guarded.NewGuardedKeyed)
	cbgenTimeout             = generated(guarded.NewGuardedTimeout)
	cbgenRetry               = generated(guarded.NewGuardedRetry)
)

// generated makes a contender of a generated constructor, whose interface I is Client by
// another name.
func generated[I any, G Client](construct func(next I, opts ...cb.Option) G, opts ...cb.Option) contender {
	return contender{name: ours, guard: func(next Client) Client { return construct(next.(I), opts...) }}
}

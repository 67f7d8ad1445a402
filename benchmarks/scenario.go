package main

import "runtime"

// A scenario is one comparison: the contenders in one situation, the first of them ours.
type scenario struct {
	name       string
	situation  func() situation
	goroutines int // in parallel; 0 for as many as there are CPUs
	contenders []contender
}

func (s *scenario) workers(parallel bool) int {
	switch {
	case !parallel:
		return 1
	case s.goroutines != 0:
		return s.goroutines
	}
	return runtime.GOMAXPROCS(0)
}

// The contenders of breaker and bulkhead together.
var bothConsecutive = []contender{
	cbgenConsecutiveBulkhead,
	goBreaker.with(channel),
	goBreaker.with(weighted),
	failsafeConsecutiveBulkhead,
	resiliency.with(resiliencySemaphore).as("go-resiliency, both"),
	hystrixBoth,
}

const (
	nameConsecutive         = "breaker: failures in a row"
	nameCalls               = "breaker: rate of the last 100 calls"
	nameSeconds             = "breaker: rate of the last 10 s"
	nameSlow                = "breaker: slow calls too"
	withoutSlow             = "cbgen, slow calls not counted"
	nameDurations           = "breaker, and durations counted"
	withoutDurations        = "cbgen, durations not counted"
	slowAndDurations        = "cbgen, slow calls too"
	nameClassified          = "breaker: which errors count"
	withoutClassification   = "cbgen, every error counts"
	withFallback            = "cbgen, every error counts, with a fallback"
	nameBulkhead            = "bulkhead"
	nameConsecutiveBulkhead = "breaker and bulkhead: failures in a row"
	nameCallsBulkhead       = "breaker and bulkhead: rate of the last 100 calls"
	nameSecondsBulkhead     = "breaker and bulkhead: rate of the last 10 s"
	nameKeyed               = "breaker for each key: failures in a row"
	nameTimeout             = "breaker and timeout"
	nameRetry               = "breaker and retry: the first attempt succeeds"
	nameOpen                = "open: rejected by the breaker"
	nameFull                = "full: rejected by the bulkhead"
)

var scenarios = []scenario{
	{name: "floors", situation: closed, contenders: []contender{
		cbgenConsecutive, direct, oneHop, oneAdd, ownAdds, twoSinces, nowAndSince, twoNows,
	}},

	{name: nameConsecutive, situation: closed, contenders: []contender{
		cbgenConsecutive, goBreaker, failsafeConsecutive, failsafeExecutor, resiliency,
	}},
	{name: nameCalls, situation: closed, contenders: []contender{
		cbgenCalls, goBreakerRolling, failsafeCalls,
	}},
	{name: nameSeconds, situation: closed, contenders: []contender{
		cbgenSeconds, goBreakerRolling, failsafeSeconds, aegis, goZero,
	}},
	{name: nameSlow, situation: closed, contenders: []contender{
		cbgenSlow, cbgenCalls.as(withoutSlow), oneHop, twoSinces, nowAndSince, twoNows,
	}},
	{name: nameDurations, situation: closed, contenders: []contender{
		cbgenDurations, cbgenConsecutive.as(withoutDurations), cbgenSlowDurations.as(slowAndDurations), cbgenSlow.as("cbgen, slow calls alone"), twoSinces,
	}},
	{name: nameClassified, situation: closed, contenders: []contender{
		cbgenClassified, cbgenConsecutive.as(withoutClassification), cbgenFallback.as(withFallback), oneHop,
	}},
	{name: nameBulkhead, situation: closed, contenders: []contender{
		cbgenBulkhead, channel, weighted, failsafeBulkhead, resiliencySemaphore,
	}},
	{name: nameConsecutiveBulkhead, situation: closed, contenders: bothConsecutive},
	{name: nameCallsBulkhead, situation: closed, contenders: []contender{
		cbgenCallsBulkhead, goBreakerRolling.with(channel), failsafeCallsBulkhead,
	}},
	{name: nameSecondsBulkhead, situation: closed, contenders: []contender{
		cbgenSecondsBulkhead, goBreakerRolling.with(channel), failsafeSecondsBulkhead, hystrixBoth,
	}},
	{name: nameKeyed, situation: closed, contenders: []contender{
		cbgenKeyed, cbgenConsecutive.as("cbgen, one guard for all keys"), goBreakerKeyed,
	}},

	{name: nameTimeout, situation: closed, contenders: []contender{
		cbgenTimeout, cbgenConsecutive.as("cbgen, no timeout"), deadline, failsafeTimeout,
	}},
	{name: nameRetry, situation: closed, contenders: []contender{
		cbgenRetry, cbgenConsecutive.as("cbgen, no retry"), failsafeRetry,
	}},

	{name: "1 % failing, " + nameConsecutive, situation: onePercent, contenders: []contender{
		cbgenConsecutive, goBreaker, failsafeConsecutive, failsafeExecutor, resiliencyNever,
	}},
	{name: "1 % failing, " + nameCalls, situation: onePercent, contenders: []contender{
		cbgenCalls, goBreakerRolling, failsafeCalls,
	}},
	{name: "1 % failing, " + nameSeconds, situation: onePercent, contenders: []contender{
		cbgenSeconds, goBreakerRolling, failsafeSeconds, aegis, goZero,
	}},
	{name: "1 % failing, " + nameConsecutiveBulkhead, situation: onePercent, contenders: []contender{
		cbgenConsecutiveBulkhead, goBreaker.with(channel), failsafeConsecutiveBulkhead, hystrixBoth,
	}},

	{name: nameOpen, situation: open, contenders: []contender{
		cbgenConsecutive, goBreaker, failsafeConsecutive, failsafeExecutor, resiliency, hystrixBoth, aegis, goZero,
	}},
	{name: nameFull, situation: full, contenders: []contender{
		cbgenBulkhead, channel, weighted, failsafeBulkhead,
	}},
	{name: "full, with a breaker", situation: full, contenders: []contender{
		cbgenConsecutiveBulkhead, goBreakerUnlessFull.with(channel), failsafeUnlessFull, hystrixFull,
	}},

	{name: "10,000 guards, " + nameConsecutiveBulkhead, situation: many, contenders: []contender{
		cbgenConsecutiveBulkhead, goBreaker.with(channel), failsafeConsecutiveBulkhead,
		resiliency.with(resiliencySemaphore).as("go-resiliency, both"),
	}},
	{name: "256 goroutines, " + nameConsecutive, situation: closed, goroutines: 256, contenders: []contender{
		cbgenConsecutive, goBreaker, failsafeConsecutive, failsafeExecutor, resiliency,
	}},
	{name: "256 goroutines, " + nameConsecutiveBulkhead, situation: closed, goroutines: 256, contenders: bothConsecutive},
}

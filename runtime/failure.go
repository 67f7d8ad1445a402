package runtime

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// A Failure is a call that failed, as far as a guard remembers it.
type Failure struct {
	Time time.Time
	// Text is what the error said, cut to 1 KiB; a panic, or a Goexit, is said to be one.
	Text string
}

// lastFailure is the last failure of a guard, under the breaker's lock. The text is made when
// somebody asks for it, which in an outage is seldom against how often calls fail. Then the
// error is let go, and what it may hold with it.
type lastFailure struct {
	at   instant
	err  error // nil once it has been told
	told *Failure
}

var errNoReturn = errors.New("the method did not return: a panic, or runtime.Goexit")

// tellFailure is the last failure, which was the failures-th. The error's methods are called
// without any lock.
func (g *Guard) tellFailure(f lastFailure, failures uint64) Failure {
	if f.err == nil {
		return f.told.orNone()
	}
	told := &Failure{Time: time.Now().Add(f.at.sub(now())), Text: textOf(f.err)}

	g.breaker.mu.Lock()
	defer g.breaker.mu.Unlock()
	switch {
	case g.totals.Failures != failures:
		return *told // there has been another
	case g.failed.err != nil:
		g.failed = lastFailure{told: told}
	}
	return *g.failed.told // the same for everybody who asks
}

func (f *Failure) orNone() Failure {
	if f == nil {
		return Failure{}
	}
	return *f
}

const maxText = 1 << 10

// textOf is what the error says; fmt catches a panic of its method.
func textOf(err error) string {
	text := fmt.Sprint(err)
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "") + "…"
	}
	return text
}

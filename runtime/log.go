package runtime

import (
	"context"
	"log/slog"
)

// Log is a listener that writes every event to l:
//
//	cb.DefaultRegistry.Listen(cb.Log(slog.Default()))
//
// A breaker that opens is a warning, and everything else information. A record has the time
// of the event, and the attributes guard, from, to, reason and generation; what the breaker
// had counted before is in failures_in_a_row, and in failures and slow, groups of count and
// of, where the policy looks at them.
func Log(l *slog.Logger) func(Event) {
	if l == nil {
		panic("cb: Log(nil)")
	}
	return func(e Event) {
		ctx := context.Background()
		if level := e.level(); l.Enabled(ctx, level) {
			_ = l.Handler().Handle(ctx, e.record(level))
		}
	}
}

func (e *Event) level() slog.Level {
	if !e.Observed && (e.To == Open || e.To == ForcedOpen) {
		return slog.LevelWarn
	}
	return slog.LevelInfo
}

func (e *Event) record(level slog.Level) slog.Record {
	is := "is "
	if e.Observed {
		is = "would be "
	}
	r := slog.NewRecord(e.Time, level, "circuit breaker "+is+e.To.String(), 0)
	r.AddAttrs(
		slog.String("guard", e.Guard),
		slog.String("from", e.From.String()),
		slog.String("to", e.To.String()),
		slog.String("reason", string(e.Reason)),
		slog.Uint64("generation", e.Generation),
		slog.Int("failures_in_a_row", e.Counts.ConsecutiveFailures),
	)
	r.AddAttrs(e.Counts.Failures.attrs("failures")...)
	r.AddAttrs(e.Counts.Slow.attrs("slow")...)
	return r
}

// attrs are none for an empty window, or one that the policy has not.
func (t Tally) attrs(name string) []slog.Attr {
	if t.Of == 0 {
		return nil
	}
	return []slog.Attr{slog.Group(name, "count", t.Count, "of", t.Of)}
}

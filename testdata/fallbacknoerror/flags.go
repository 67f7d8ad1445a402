package fallbacknoerror

import "context"

//go:generate cbgen -type Flags

// Flags says what is switched on. It has no error to report a rejection with.
type Flags interface {
	//cbgen:fallback defaultFlag
	//cbgen:bulkhead max=10
	Enabled(ctx context.Context, name string) bool

	//cbgen:fallback noFlags on=failure
	//cbgen:failure if="len(names) == 0"
	Names(ctx context.Context) (names []string)

	//cbgen:fallback
	Notify(name string)

	// The error comes first, so that it could not report a rejection.
	//
	//cbgen:fallback
	Watch() (error, int)
}

func defaultFlag(ctx context.Context, name string, cause error) bool { return false }

func noFlags(ctx context.Context, cause error) []string { return nil }

package runtime_test

import (
	"log/slog"

	cb "github.com/cbgen/cbgen/runtime"
)

// Every change of every circuit goes to the program's log, for as long as it runs.
func ExampleLog() {
	cb.DefaultRegistry.Listen(cb.Log(slog.Default()))
}

package otel_test

import (
	"fmt"

	"go.opentelemetry.io/otel"

	cbotel "github.com/cbgen/cbgen/contrib/otel"
	cb "github.com/cbgen/cbgen/runtime"
)

func Example() {
	_, err := cbotel.Observe(cb.DefaultRegistry, otel.GetMeterProvider())
	cbotel.Trace(cb.DefaultRegistry)
	fmt.Println(err)
	// Output: <nil>
}

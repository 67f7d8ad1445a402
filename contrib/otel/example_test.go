package otel_test

import (
	"fmt"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/sdk/metric"

	cbotel "github.com/cbgen/cbgen/contrib/otel"
	cb "github.com/cbgen/cbgen/runtime"
)

func ExampleNewDurations() {
	reader := metric.NewManualReader(metric.WithProducer(cbotel.NewDurations(cb.DefaultRegistry)))
	otel.SetMeterProvider(metric.NewMeterProvider(metric.WithReader(reader)))
}

func Example() {
	_, err := cbotel.Observe(cb.DefaultRegistry, otel.GetMeterProvider())
	cbotel.Trace(cb.DefaultRegistry)
	fmt.Println(err)
	// Output: <nil>
}

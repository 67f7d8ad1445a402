package circuithttp_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/circuithttp"
)

// The handler on a server of its own, which only the people and the machines of the house
// can reach; payments and the ledger are what readiness depends on.
func ExampleHandler() {
	mux := http.NewServeMux()
	mux.Handle("/", circuithttp.Handler(cb.DefaultRegistry, circuithttp.Critical("PaymentClient.Charge", "Ledger")))
	_ = &http.Server{Addr: "localhost:9090", Handler: mux} // and ListenAndServe
}

// Behind a prefix, with buttons for those who have logged in as operators.
func ExampleControl() {
	isOperator := func(r *http.Request) bool { return r.Header.Get("X-Role") == "operator" } // as a proxy has found out
	circuits := circuithttp.Handler(cb.DefaultRegistry, circuithttp.Control(isOperator))
	http.Handle("/internal/", http.StripPrefix("/internal", circuits))
}

// A check fails while a critical circuit is open.
func ExampleCritical() {
	registry := new(cb.Registry)
	ledger := cb.NewClient("Ledger", struct{}{}, cb.WithRegistry(registry)).Guard("Append", cb.Policy{Breaker: cb.Breaker{Failures: 5}})
	handler := circuithttp.Handler(registry, circuithttp.Critical("Ledger"))
	ready := func() int {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest("GET", "/health/circuits?ready=1", nil))
		return answer.Code
	}

	fmt.Println(ready())
	ledger.ForceOpen()
	fmt.Println(ready())
	ledger.Reset()
	fmt.Println(ready())
	// Output:
	// 200
	// 503
	// 200
}

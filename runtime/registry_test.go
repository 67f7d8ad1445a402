package runtime

import (
	"runtime"
	"testing"
)

func TestRegistryDropsGuardsThatAreGone(t *testing.T) {
	r := new(Registry)
	for i := range 20_000 {
		NewClient("Client", 1, WithRegistry(r)).Guard("Method", Policy{})
		if i%1000 == 0 {
			runtime.GC()
		}
	}
	if n := len(r.names["Client.Method"].guards); n > 5000 {
		t.Errorf("%d are remembered", n)
	}
}

package circuithttp_test

import (
	"os"
	"runtime/debug"
	"testing"
)

// A registry does not keep guards alive, and a guard that a test has done with is soon garbage.
// So garbage is collected only where a test asks for it.
func TestMain(m *testing.M) {
	debug.SetGCPercent(-1)
	os.Exit(m.Run())
}

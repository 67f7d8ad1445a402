package circuithttp_test

import (
	"flag"
	"os"
	"runtime/debug"
	"testing"
)

// A registry does not keep guards alive, and a guard that a test has done with is soon garbage.
// So garbage is collected only where a test asks for it; benchmarks keep their guards, and leave
// more garbage than there is memory.
func TestMain(m *testing.M) {
	flag.Parse()
	if flag.Lookup("test.bench").Value.String() == "" {
		debug.SetGCPercent(-1)
	}
	os.Exit(m.Run())
}

package runtime

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"unsafe"
)

// A larger struct is returned in memory, and copied.
func TestCallIsReturnedInRegisters(t *testing.T) {
	if size := unsafe.Sizeof(Call{}); size > 4*8 {
		t.Errorf("a Call has %d bytes, which are more than four words", size)
	}
}

// Return is written for the compiler's budget, which it uses up to the last unit. Where words
// have 32 bits it does not fit: there an atomic addition is a call.
func TestReturnAndEndAreInlined(t *testing.T) {
	for _, arch := range []string{"amd64", "arm64"} {
		build := exec.Command("go", "build", "-gcflags=-m", ".")
		build.Env = append(os.Environ(), "GOARCH="+arch)
		out, err := build.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for _, name := range []string{"(*Call).Return", "(*Call).End"} {
			if !strings.Contains(string(out), "can inline "+name+"\n") {
				t.Errorf("%s is not inlined on %s, which costs a tenth of a call", name, arch)
			}
		}
	}
}

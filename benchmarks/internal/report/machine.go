package report

import (
	"fmt"
	"os"
	"regexp"
	"runtime"
)

// Machine is what the figures depend on.
func Machine() string {
	return fmt.Sprintf("%s, %d CPUs used, %s %s/%s", processor(), runtime.GOMAXPROCS(0), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

var modelName = regexp.MustCompile(`(?m)^model name\s*:\s*(.*)$`)

// processor is the model of the CPU, where the system tells it in the way of Linux.
func processor() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown processor"
	}
	if m := modelName.FindSubmatch(info); m != nil {
		return string(m[1])
	}
	return "unknown processor"
}

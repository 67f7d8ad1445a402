package main

import (
	"syscall"
	"time"
)

// threadTime is how long the calling thread has been on a CPU: what others do on the machine
// meanwhile is not in it.
func threadTime() time.Duration { return cpuTime(1) } // RUSAGE_THREAD

// processTime is the same for all threads.
func processTime() time.Duration { return cpuTime(syscall.RUSAGE_SELF) }

func cpuTime(who int) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(who, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

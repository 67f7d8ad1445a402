//go:build !linux

package main

import "time"

var started = time.Now()

// Elsewhere the time on the wall has to do.

func threadTime() time.Duration  { return time.Since(started) }
func processTime() time.Duration { return time.Since(started) }

package histories

import "slices"

// Shrink leaves out steps for as long as what is left still fails.
func Shrink(steps []Step, fails func([]Step) bool) []Step {
	for size := len(steps) / 2; size > 0; size /= 2 {
		for from := 0; from+size <= len(steps); {
			if fewer := slices.Delete(slices.Clone(steps), from, from+size); fails(fewer) {
				steps = fewer
			} else {
				from += size
			}
		}
	}
	return steps
}

// Package histories makes guards and sequences of steps at random, and compares what the
// runtime does at each step with what the model says.
package histories

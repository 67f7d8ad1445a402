// Package linearizable has the tests of guards that many goroutines use at once. What they
// were answered must be what the model would answer if the same had happened one after
// another, in some order that agrees with what was over before what began.
//
// It is a module of its own, so that the checker, porcupine, is no dependency of cbgen.
package linearizable

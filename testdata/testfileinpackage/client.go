// Package testfileinpackage declares its interface in a test file, and is used by its tests alone.
package testfileinpackage

type Request struct{ secret string }

// Package testfile declares its interface in a test file.
package testfile

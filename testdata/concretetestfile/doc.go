// Package concretetestfile declares its struct in a test file.
package concretetestfile

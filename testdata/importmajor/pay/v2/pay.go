// Package pay is at its second major version.
package pay

type Receipt struct{}

// Package billing is in a folder of another name.
package billing

type Invoice struct{}

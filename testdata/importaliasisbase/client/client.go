// Package billing is in a folder that is called client.
package billing

type Invoice struct{}

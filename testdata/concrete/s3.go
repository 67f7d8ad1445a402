// Package concrete guards a client that is a struct: one of another package, embedded in one of
// its own.
package concrete

import "github.com/cbgen/cbgen/testdata/concrete/s3"

//go:generate cbgen -type S3

// S3 is the store of objects.
//
// Deprecated: Use another store.
//
//cbgen:breaker failures=3
type S3 struct {
	*s3.Client
	bucket string
}

// Bucket needs no pointer.
func (s S3) Bucket() string { return s.bucket }

func (s S3) secret() error { return nil }

var _ = S3.secret

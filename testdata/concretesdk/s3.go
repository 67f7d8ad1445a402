// Package concretesdk guards the client of an SDK, in which there is no place for comments.
package concretesdk

import (
	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/testdata/concrete/s3"
)

//go:generate cbgen -type S3 -policy S3Policy

type S3 struct{ *s3.Client }

type S3Policy struct {
	_         cb.Policy `breaker:"rate=50% window=20 min=5"`
	PutObject cb.Policy `breaker:"failures=5" bulkhead:"max=64 wait=50ms"`
}

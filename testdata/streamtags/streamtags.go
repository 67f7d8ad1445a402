package streamtags

import (
	"io"

	cb "github.com/cbgen/cbgen/runtime"
)

//go:generate cbgen -type Blobs -policy BlobsPolicy

type Blobs interface {
	Get(name string) (io.ReadCloser, error)
	Head(name string) (io.ReadCloser, error)
}

type BlobsPolicy struct {
	_    cb.Policy `bulkhead:"max=10" stream:""`
	Head cb.Policy `stream:"idle=30s" breaker:"off"`
}

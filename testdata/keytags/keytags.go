package keytags

import (
	"io"

	cb "github.com/cbgen/cbgen/runtime"
)

//go:generate cbgen -type Blobs -policy BlobsPolicy

type Blobs interface {
	Get(bucket, name string) (io.ReadCloser, error)
	Put(bucket, name string, content io.Reader) error
	List(bucket string) ([]string, error)
}

type BlobsPolicy struct {
	_    cb.Policy `breaker:"failures=3" key:"bucket max=100"`
	Get  cb.Policy `key:"'bucket + name' idle=1h"`
	List cb.Policy `key:"off"`
}

package concrete

import (
	"context"
	"errors"

	"github.com/cbgen/cbgen/testdata/concrete/s3"
)

// GetObject is what S3 has in place of the client's.
//
//	s.GetObject(ctx, input)
//
//cbgen:breaker rate=50% window=20 min=5
//cbgen:bulkhead max=2
func (s *S3) GetObject(ctx context.Context, _ *s3.GetObjectInput, _ ...func(*s3.Options)) (out *s3.GetObjectOutput, err error) {
	return nil, errors.New("down")
}

//cbgen:skip
func (s *S3) Close() error { return nil }

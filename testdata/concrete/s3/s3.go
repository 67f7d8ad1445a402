// Package s3 is somebody else's client: a struct.
package s3

import (
	"context"
	"iter"
)

type Client struct{ http }

// PutObject has the receiver of a pointer.
func (*Client) PutObject(ctx context.Context, params *PutObjectInput, optFns ...func(*Options)) (*PutObjectOutput, error) {
	return &PutObjectOutput{params.Key}, nil
}

func (*Client) GetObject(ctx context.Context, params *GetObjectInput, optFns ...func(*Options)) (*GetObjectOutput, error) {
	return &GetObjectOutput{params.Key}, nil
}

// First has, for the compiler, names for its results.
func (*Client) First(ctx context.Context, keys iter.Seq[string]) (string, error) {
	for key := range keys {
		return key, nil
	}
	return "", ctx.Err()
}

// Last has a name for one of its results only.
func (*Client) Last(keys iter.Seq[string]) (last string, _ error) {
	for key := range keys {
		if key == "" {
			return last, context.Canceled
		}
		last = key
	}
	return last, nil
}

func (*Client) Options() Options { return Options{} }

func (*Client) invoke() error { return nil }

type http struct{}

// Ping is promoted from a type without an exported name.
func (http) Ping(context.Context, string) error { return nil }

type (
	Options         struct{ Region string }
	GetObjectInput  struct{ Key string }
	GetObjectOutput struct{ Key string }
	PutObjectInput  struct{ Key string }
	PutObjectOutput struct{ Key string }
)

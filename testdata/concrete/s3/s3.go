// Package s3 is somebody else's client: a struct.
package s3

import "context"

type Client struct{ http }

// PutObject has the receiver of a pointer.
func (*Client) PutObject(ctx context.Context, params *PutObjectInput, optFns ...func(*Options)) (*PutObjectOutput, error) {
	return &PutObjectOutput{params.Key}, nil
}

func (*Client) GetObject(ctx context.Context, params *GetObjectInput, optFns ...func(*Options)) (*GetObjectOutput, error) {
	return &GetObjectOutput{params.Key}, nil
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

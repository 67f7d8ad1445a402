// Package concretepointer guards what a pointer to another package's struct has.
package concretepointer

import "github.com/cbgen/cbgen/testdata/concrete/s3"

//go:generate cbgen -type Objects

//cbgen:breaker failures=2
type Objects = *s3.Client

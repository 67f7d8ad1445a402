// Package concretealias guards another package's struct by an alias, with a policy in tags.
package concretealias

import (
	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/testdata/concrete/s3"
)

//go:generate cbgen -type Objects -policy ObjectsPolicy

type Objects = s3.Client

type ObjectsPolicy struct {
	_         cb.Policy `breaker:"failures=2"`
	GetObject cb.Policy `breaker:"rate=50% window=20" bulkhead:"max=8"`
	Ping      cb.Policy `skip:""`
}

package externaltest_test

import "github.com/cbgen/cbgen/testdata/externaltest"

//go:generate cbgen -type Client

type Client interface {
	Do(r externaltest.Request) error
}

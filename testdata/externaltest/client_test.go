package externaltest_test

import (
	"github.com/cbgen/cbgen/testdata/externaltest"
	"github.com/cbgen/cbgen/testdata/externaltest/internal/wire"
)

//go:generate cbgen -type Client

type Client interface {
	Do(r externaltest.Request) error
	Send(m wire.Message) error
}

// Package lib has what is embedded from elsewhere.
package lib

import "io"

type Conn struct{ deep }

type deep struct{ io.Closer }

func (deep) Deep() error { return nil }

func (*Conn) Hidden() error { return nil }

func (*Conn) Shallow() error { return nil }

type Pinger interface{ Ping() error }

// Package lib has what is embedded from elsewhere.
package lib

type Conn struct{ deep }

type deep struct{}

func (deep) Deep() error { return nil }

func (*Conn) Hidden() error { return nil }

func (*Conn) Shallow() error { return nil }

type Pinger interface{ Ping() error }

// Package namedforeign decorates a type over an interface of another package.
package namedforeign

import "database/sql/driver"

//go:generate cbgen -type Conn

type Conn driver.ConnBeginTx

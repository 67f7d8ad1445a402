// Package genericpointerunion has a union of pointers for its only constraint.
package genericpointerunion

import "context"

//go:generate cbgen -type Payments

type Card struct{ Number string }

type Transfer struct{ Account string }

type Payments[P *Card | *Transfer,] interface {
	Pay(ctx context.Context, by P) error
}

// Package genericpointer has a constraint that would be an array's length without the comma behind it.
package genericpointer

import "context"

//go:generate cbgen -type Jobs

type Job struct{ ID int }

type Jobs[P *Job,] interface {
	Run(ctx context.Context, job P) error
}

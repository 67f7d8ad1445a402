// Package guardsclashboth has methods Guards and CircuitGuards of its own.
package guardsclashboth

//go:generate cbgen -type Prison

type Prison interface {
	Guards() ([]string, error)
	CircuitGuards() (int, error)
	Next() error
}

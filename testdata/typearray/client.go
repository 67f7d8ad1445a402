// Package typearray has arrays whose lengths are constants.
package typearray

import "crypto/sha256"

//go:generate cbgen -type Client

const size = 4

type Client interface {
	Hash(key [size]byte) ([sha256.Size]byte, error)
	Matrix(m [2][3]float64) ([size*size + 1]*[0]int, error)
	Letters([len("letters")]rune) error
}

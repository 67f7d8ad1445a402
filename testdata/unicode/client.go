// Package unicode has names in other alphabets.
package unicode

//go:generate cbgen -type Größe

type Größe interface {
	Ändern(länge int) (ergebnis string, err error)
	Übernehmen(数 ...int) error
	ÄÖÜ() error
}

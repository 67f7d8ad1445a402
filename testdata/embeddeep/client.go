// Package embeddeep embeds what embeds what embeds: its own interfaces, and at the bottom those of other packages.
package embeddeep

import (
	"io"
	"io/fs"
)

//go:generate cbgen -type File

// File is at the top.
type File interface {
	Named
	Sync() error
}

// Named is in the middle.
type Named interface {
	Opened
	Rename(name string) error
}

// Opened is at the bottom, and has methods from three packages.
type Opened interface {
	fs.ReadDirFile
	io.ReadWriteSeeker
}

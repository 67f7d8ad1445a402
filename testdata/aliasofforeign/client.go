// Package aliasofforeign decorates another name for an interface of another package.
package aliasofforeign

import "io/fs"

//go:generate cbgen -type Files

// Files are files.
//
//cbgen:bulkhead max=8
type Files = fs.ReadDirFS

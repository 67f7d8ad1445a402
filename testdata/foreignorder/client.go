// Package foreignorder embeds an interface whose methods have no order of their own: they are
// declared in several packages and files, and on one line. The order must not depend on where
// these files are, nor on the build cache, which knows no columns.
package foreignorder

import "github.com/cbgen/cbgen/testdata/foreignorder/provider"

//go:generate cbgen -type Client

type Client interface{ provider.Client }

package generator

import (
	"strings"

	"github.com/cbgen/cbgen/internal/spelling"
)

// meantName is the candidate that may be meant by the name of its decorator or its generated
// interface, by one with a package or with type arguments, or by one that is misspelt.
func meantName(name string, candidates []string) string {
	bare, _, _ := strings.Cut(name, "[")
	bare = bare[strings.LastIndexByte(bare, '.')+1:]
	for _, prefix := range []string{"NewGuarded", "newGuarded", "Guarded", "guarded"} {
		bare = strings.TrimPrefix(bare, prefix)
	}
	bare = strings.TrimSuffix(bare, interfaceSuffix)
	for _, candidate := range candidates {
		if candidate == bare || upperFirst(candidate) == bare {
			return candidate
		}
	}
	return spelling.Nearest(name, candidates)
}

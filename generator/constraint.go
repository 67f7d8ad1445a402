package generator

import (
	"go/build/constraint"
	"path/filepath"
	"slices"
	"strings"
)

// buildConstraint is what decides whether the declaring file is built: its own constraint,
// and what its name says.
func (i *iface) buildConstraint() string {
	file := i.decl.file
	expr := fileNameConstraint(i.fileName())
	for _, group := range file.Comments {
		for _, c := range group.List {
			if c.Pos() > file.Package || !constraint.IsGoBuild(c.Text) {
				continue
			}
			if written, err := constraint.Parse(c.Text); err == nil {
				expr = and(expr, written)
			}
		}
	}
	if expr == nil {
		return ""
	}
	return expr.String()
}

func and(x, y constraint.Expr) constraint.Expr {
	if x == nil {
		return y
	}
	return &constraint.AndExpr{X: x, Y: y}
}

// fileNameConstraint is what a file's name says about where it is built: store_linux_arm64.go
// is for linux && arm64. It is nil for a name that says nothing.
func fileNameConstraint(path string) constraint.Expr {
	var expr constraint.Expr
	for _, tag := range platformOf(path) {
		expr = and(expr, &constraint.TagExpr{Tag: tag})
	}
	return expr
}

// platformOf is the GOOS and the GOARCH in a file's name, as far as they are there.
func platformOf(path string) []string {
	name := strings.TrimSuffix(filepath.Base(path), ".go")
	name = strings.TrimSuffix(name, "_test")
	parts := strings.Split(name, "_")[1:] // what stands first is never a platform
	if len(parts) == 0 {
		return nil
	}
	last := len(parts) - 1
	switch {
	case slices.Contains(knownOS, parts[last]):
		return parts[last:]
	case !slices.Contains(knownArch, parts[last]):
		return nil
	case last > 0 && slices.Contains(knownOS, parts[last-1]):
		return parts[last-1:]
	default:
		return parts[last:]
	}
}

// What go/build takes for a platform in the name of a file; see its syslist.go.
var (
	knownOS = strings.Fields("aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd " +
		"openbsd plan9 solaris wasip1 windows zos")
	knownArch = strings.Fields("386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le " +
		"mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm")
)

package generator

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/cbgen/cbgen/internal/spelling"
)

// hint is what may be meant by a name that the type checker does not know.
func (c *code) hint(message string) string {
	name, ok := strings.CutPrefix(message, "undefined: ")
	scope := c.pkg.Scope().Innermost(anywhere)
	qualifier, selected, isQualified := strings.Cut(name, ".")
	imported, isImported := lookup(scope, qualifier).(*types.PkgName)
	switch {
	case !ok:
		return c.hidesPackage(message)
	case name == "err" && c.err == nil:
		return ": the method has no error result"
	case isQualified && isImported:
		return spelling.Hint(selected, slices.DeleteFunc(imported.Imported().Scope().Names(), isUnexported))
	case strings.Contains(c.text, name+"."):
		return c.hintBeforeDot(name)
	}
	if c.text == name {
		scope = c.pkg.Scope() // it is not a variable that is meant
	}
	var candidates []string
	for ; scope != types.Universe; scope = scope.Parent() {
		candidates = append(candidates, scope.Names()...)
	}
	return spelling.Hint(name, candidates)
}

func isUnexported(name string) bool { return !token.IsExported(name) }

// hintBeforeDot is hint for a name that may be that of a package.
func (c *code) hintBeforeDot(name string) string {
	switch {
	case name == runtimeName:
		return `: write import _ "` + runtimePath + `"`
	case c.isLikeVariable(name):
		return spelling.Hint(name, c.variableNames)
	case c.meant != expression, len(c.variableNames) == 0:
		return ": import its package, with _ before the path if only directives use it"
	default:
		return ": the method has " + strings.Join(c.variableNames, ", ") + "; a package is to be imported, with _ before its path if only directives use it"
	}
}

// hidesPackage says of a selector that is undefined that a variable of the method has the name of
// a package, which may be meant; empty if it has not.
func (c *code) hidesPackage(message string) string {
	name, _, _ := strings.Cut(message, ".")
	inside := c.pkg.Scope().Innermost(anywhere)
	_, isPackage := lookup(inside.Parent(), name).(*types.PkgName)
	if !isPackage || inside.Lookup(name) == nil || !strings.Contains(message, " undefined ") {
		return ""
	}
	return ": here " + name + " is the method's variable, and not the package; give the variable another name"
}

// isLikeVariable reports whether one of the method's variables may be meant by a name, and not a
// package.
func (s *codeScope) isLikeVariable(name string) bool {
	like := spelling.Nearest(name, s.variableNames)
	return like != "" && spelling.Edits(name, like) <= max(1, len(name)/3)
}

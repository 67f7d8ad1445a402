package vet

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/cbgen/cbgen/generator"
)

// timed is the fact of a type whose decorator has methods with a timeout or a retry.
type timed struct{ generator.TimedDecorator }

func (*timed) AFact() {}

func (*timed) String() string { return "timed" }

// exportTimed exports the timing of the decorators of the package.
func exportTimed(pass *analysis.Pass, decorators []generator.TimedDecorator) {
	for _, decorator := range decorators {
		if object := pass.Pkg.Scope().Lookup(decorator.Of); object != nil {
			pass.ExportObjectFact(object, &timed{decorator})
		}
	}
}

// timedDecorators are those that the package knows of, by what generated code declares for them.
func timedDecorators(pass *analysis.Pass) (byName, byConstructor map[types.Object]*timed) {
	byName, byConstructor = make(map[types.Object]*timed), make(map[types.Object]*timed)
	for _, of := range pass.AllObjectFacts() {
		if fact, ok := of.Fact.(*timed); ok {
			scope := of.Object.Pkg().Scope()
			byName[scope.Lookup(fact.Name)] = fact
			byConstructor[scope.Lookup(fact.Constructor)] = fact
		}
	}
	delete(byName, nil) // what has not been generated yet
	delete(byConstructor, nil)
	return byName, byConstructor
}

// reportNested reports decorators that are given to the constructor of another one, where both
// retry, or where the outer one's timeout ends the retries of the inner one.
func reportNested(pass *analysis.Pass, generated map[*ast.File]bool) {
	byName, byConstructor := timedDecorators(pass)
	if len(byName) == 0 {
		return // as in most packages
	}
	root := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector).Root()
	values := soleValues(pass.TypesInfo, root)
	for file := range root.Children() {
		if generated[file.Node().(*ast.File)] {
			continue
		}
		for cur := range file.Preorder((*ast.CallExpr)(nil)) {
			call := cur.Node().(*ast.CallExpr)
			fn := typeutil.StaticCallee(pass.TypesInfo, call)
			if fn == nil || len(call.Args) == 0 {
				continue
			}
			outer, inner := byConstructor[fn.Origin()], byName[decoratorOf(typeOfValue(pass.TypesInfo, values, call.Args[0]))]
			if outer == nil || inner == nil {
				continue
			}
			for _, problem := range outer.around(inner) {
				pass.Reportf(call.Args[0].Pos(), "%s", problem)
			}
		}
	}
}

// soleValues are what the variables of functions are given that are given a single value, when
// they are declared. Of others it is nil.
func soleValues(info *types.Info, root inspector.Cursor) map[*types.Var]ast.Expr {
	values := make(map[*types.Var]ast.Expr)
	changed := func(expr ast.Expr) {
		ident, _ := ast.Unparen(expr).(*ast.Ident)
		if v, ok := info.Uses[ident].(*types.Var); ok {
			values[v] = nil
		}
	}
	declared := func(name *ast.Ident, value ast.Expr) {
		v, ok := info.Defs[name].(*types.Var)
		if _, isKnown := values[v]; ok && !isKnown && v.Kind() == types.LocalVar {
			values[v] = value
		}
	}
	for cur := range root.Preorder((*ast.AssignStmt)(nil), (*ast.ValueSpec)(nil), (*ast.UnaryExpr)(nil), (*ast.RangeStmt)(nil)) {
		switch n := cur.Node().(type) {
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				changed(left)
				if name, ok := left.(*ast.Ident); ok && len(n.Lhs) == len(n.Rhs) {
					declared(name, n.Rhs[i])
				}
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				if len(n.Names) == len(n.Values) {
					declared(name, n.Values[i])
				}
			}
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				changed(n.X)
			}
		case *ast.RangeStmt:
			changed(n.Key)
			changed(n.Value)
		}
	}
	return values
}

// typeOfValue is the type that a value has for certain, also where it is in an interface: by a
// conversion, or in a variable that never has another one.
func typeOfValue(info *types.Info, values map[*types.Var]ast.Expr, expr ast.Expr) types.Type {
	switch e := ast.Unparen(expr).(type) {
	case *ast.CallExpr:
		if info.Types[e.Fun].IsType() && len(e.Args) == 1 && types.IsInterface(info.TypeOf(e)) {
			return typeOfValue(info, values, e.Args[0])
		}
	case *ast.Ident:
		if v, ok := info.Uses[e].(*types.Var); ok && values[v] != nil && types.IsInterface(v.Type()) {
			return typeOfValue(info, values, values[v])
		}
	}
	return info.TypeOf(expr)
}

// decoratorOf is the type that the pointer is to; nil if it is no pointer to one.
func decoratorOf(t types.Type) types.Object {
	pointer, ok := types.Unalias(t).(*types.Pointer)
	if !ok {
		return nil
	}
	named, ok := types.Unalias(pointer.Elem()).(*types.Named)
	if !ok {
		return nil
	}
	return named.Obj()
}

// around are the problems of a decorator around an inner one.
func (outer *timed) around(inner *timed) []string {
	var problems []string
	for _, o := range outer.Methods {
		i := slices.IndexFunc(inner.Methods, func(m generator.MethodTiming) bool { return m.Name == o.Name })
		if i < 0 {
			continue
		}
		in := inner.Methods[i]
		switch {
		case o.Attempts > 0 && in.Attempts > 0:
			problems = append(problems, fmt.Sprintf("a retry inside a retry: %s retries %s already, and this makes up to %d calls of one: "+
				"write retry off for one of them", inner.Name, o.Name, o.Attempts*in.Attempts))
		case o.Timeout > 0 && in.Attempts > 0 && in.Longest > o.Timeout:
			problems = append(problems, fmt.Sprintf("the timeout %v of %s ends the retries of %s, which may take %v: "+
				"make it longer, or these shorter", o.Timeout, o.Name, inner.Name, in.Longest.Round(time.Millisecond)))
		}
	}
	return problems
}

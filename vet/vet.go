// Package vet is an analyzer for packages with cbgen directives, for go vet, editors and other
// drivers of golang.org/x/tools/go/analysis.
//
// It reports
//
//   - mistakes in directives, which cbgen itself would report;
//   - generated files that are missing, or are not what would be generated now;
//   - policies that cannot do what they say, such as more probes than the bulkhead admits calls;
//   - a retry inside a retry, and retries inside a timeout that ends them: a generated client in
//     the place of the one that another generated client guards;
//   - unguarded clients in the place of an interface that is to be used guarded, which its
//     directive //cbgen:only guarded says.
//
// Each is described, with an example and the reason, in
// https://github.com/cbgen/cbgen/blob/main/docs/directives.md#finding-what-cannot-work.
//
// The command cbgen runs it: cbgen vet ./... on its own, and go vet -vettool=$(which cbgen) ./...
// along with the go command's cache.
package vet

import (
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"

	"github.com/cbgen/cbgen/generator"
)

// Analyzer reports what is wrong with the directives of a package, with what is generated from
// them, and with the use of interfaces that are to be used guarded.
var Analyzer = &analysis.Analyzer{
	Name: "cbgen",
	Doc: "find circuit breakers that cannot work\n\n" +
		"It reports mistakes in cbgen directives, generated files that are not current, policies that cannot do\n" +
		"what they say, and unguarded clients where //cbgen:only guarded asks for guarded ones.",
	URL:              "https://github.com/cbgen/cbgen/blob/main/docs/directives.md#finding-what-cannot-work",
	Requires:         []*analysis.Analyzer{inspect.Analyzer},
	FactTypes:        []analysis.Fact{new(onlyGuarded), new(guardedLater), new(returnsUnguarded), new(guardsFields), new(timed)},
	Run:              run,
	RunDespiteErrors: true, // a package may not compile for want of a generated file, or since one is not current
}

func run(pass *analysis.Pass) (any, error) {
	inspection, err := generator.Inspect(generator.Package{
		Fset:  pass.Fset,
		Files: pass.Files,
		Types: pass.Pkg,
		Sizes: pass.TypesSizes,
	})
	if err != nil {
		return nil, err
	}
	for _, f := range inspection.Findings {
		pass.Reportf(f.Pos, "%s", f.Message)
	}
	for _, only := range inspection.OnlyGuarded {
		if object, ok := pass.Pkg.Scope().Lookup(only.Name).(*types.TypeName); ok {
			pass.ExportObjectFact(object, &onlyGuarded{only.Constructor})
		}
	}
	exportTimed(pass, inspection.Timed)
	reportUnguarded(pass, inspection.Generated)
	reportNested(pass, inspection.Generated)
	return nil, nil
}

package main

import (
	"errors"

	"golang.org/x/tools/go/packages"
)

// loadFromSource loads a package and everything that it imports, as generators do that use no
// export data.
func loadFromSource(dir string) error {
	pkgs, err := packages.Load(&packages.Config{Dir: dir, Mode: packages.LoadAllSyntax}, ".")
	if err != nil {
		return err
	}
	if packages.PrintErrors(pkgs) > 0 {
		return errors.New("the package does not compile")
	}
	return nil
}

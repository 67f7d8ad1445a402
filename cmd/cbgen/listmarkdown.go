package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/cbgen/cbgen/generator"
)

// listMarkdown has a table for each package:
//
//	### example.com/shop
//
//	| method | verb | written | where | default |
//	|---|---|---|---|---|
//	| `PaymentClient.Charge` | breaker | `rate=50% window=20 min=5` | client.go:18 | `open=30s factor=1 jitter=20% probes=3 halfopen=30s` |
//	|  | bulkhead | `max=64` | client.go:19 | `wait=0s` |
//	| `PaymentClient.Close` | **unguarded** | no error result | client.go:21 |  |
func listMarkdown(pkgs []generator.PackagePolicies, w io.Writer) error {
	var text strings.Builder
	for i, pkg := range pkgs {
		if i > 0 {
			text.WriteString("\n")
		}
		fmt.Fprintf(&text, "### %s\n\n| method | verb | written | where | default |\n|---|---|---|---|---|\n", pkg.Path)
		for _, t := range pkg.Types {
			for _, m := range t.Methods {
				writeTableRows(&text, t.Name+"."+m.Name, m)
			}
		}
	}
	_, err := io.WriteString(w, text.String())
	return err
}

func writeTableRows(w io.Writer, name string, m generator.MethodPolicy) {
	for _, l := range listLines(m) {
		verb, written := l.verb, codeCell(l.written...)
		if m.Unguarded != "" {
			verb, written = "**"+l.verb+"**", m.Unguarded
		}
		fmt.Fprintf(w, "| %s | %s | %s | %s | %s |\n", codeCell(name), verb, written, l.from, codeCell(l.defaults...))
		name = ""
	}
}

// codeCell has the words as they are, except that a bar would end the cell. What has quotes as
// code itself is put between two of them.
func codeCell(words ...string) string {
	text := strings.ReplaceAll(strings.Join(words, " "), "|", `\|`)
	switch {
	case text == "":
		return ""
	case strings.Contains(text, "`"):
		return "`` " + text + " ``"
	}
	return "`" + text + "`"
}

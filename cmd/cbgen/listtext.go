package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/cbgen/cbgen/generator"
)

// listText tells what is written from what is default by rows of their own:
//
//	example.com/shop
//
//	PaymentClient  client.go:14
//	  Charge  breaker    rate=50% window=20 min=5 open=10s          client.go:18
//	                     factor=1 jitter=20% probes=3 halfopen=10s  default
//	  Close   unguarded  no error result                            client.go:21
func listText(pkgs []generator.PackagePolicies, w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i, pkg := range pkgs {
		if i > 0 {
			fmt.Fprintln(table)
		}
		fmt.Fprintln(table, pkg.Path)
		for _, t := range pkg.Types {
			fmt.Fprintf(table, "\n%s  %s\n", t.Name, place(t.Pos))
			for _, m := range t.Methods {
				writeRows(table, m)
			}
		}
	}
	return table.Flush()
}

func writeRows(w io.Writer, m generator.MethodPolicy) {
	name := m.Name
	for _, l := range listLines(m) {
		writeRow := func(words []string, from string) {
			for _, text := range wrapped(words) {
				fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", name, l.verb, text, from)
				name, l.verb = "", "" // once is enough
			}
		}
		if l.from != "" {
			writeRow(l.written, l.from)
		}
		if len(l.defaults) > 0 {
			writeRow(l.defaults, "default")
		}
	}
}

// policyWidth leaves room for the other columns on a line of 120 characters.
const policyWidth = 64

// wrapped are the words on lines of that width, unless one alone is longer.
func wrapped(words []string) []string {
	lines := []string{""}
	for _, word := range words {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case len(*last)+len(" ")+len(word) <= policyWidth:
			*last += " " + word
		default:
			lines = append(lines, word)
		}
	}
	return lines
}

package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// print writes the table for a terminal: the first column to the left, the others to the right.
func (t table) print(w io.Writer) {
	widths := make([]int, len(t.rows[0]))
	for _, row := range t.rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	widths[0] = max(widths[0], 48) // so that the tables line up

	fmt.Fprintf(w, "\n%s\n", t.title)
	for _, row := range t.rows {
		for i, cell := range row {
			if i == 0 {
				fmt.Fprintf(w, "  %-*s", widths[i], cell)
			} else {
				fmt.Fprintf(w, "  %*s", max(9, widths[i]), cell)
			}
		}
		fmt.Fprintln(w)
	}
}

// markdown writes the table for a document.
func (t table) markdown(w io.Writer) {
	fmt.Fprintf(w, "\n### %s\n\n", strings.ToUpper(t.title[:1])+t.title[1:])
	for i, row := range t.rows {
		fmt.Fprintf(w, "| %s |\n", strings.Join(row, " | "))
		if i == 0 {
			fmt.Fprintf(w, "|---|%s\n", strings.Repeat("---:|", len(row)-1))
		}
	}
}

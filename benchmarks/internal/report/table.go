// Package report shows what has been measured: on a terminal, and in a document.
package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// A Table is cells to print, the first row being the head.
type Table struct {
	Title string
	Rows  [][]string
}

// Print writes the table for a terminal: the first column to the left, the others to the right.
func (t Table) Print(w io.Writer) {
	widths := make([]int, len(t.Rows[0]))
	for _, row := range t.Rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	widths[0] = max(widths[0], 48) // so that the tables line up

	fmt.Fprintf(w, "\n%s\n", t.Title)
	for _, row := range t.Rows {
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

// Markdown writes the table for a document.
func (t Table) Markdown(w io.Writer) {
	fmt.Fprintf(w, "\n### %s\n\n", strings.ToUpper(t.Title[:1])+t.Title[1:])
	for i, row := range t.Rows {
		fmt.Fprintf(w, "| %s |\n", strings.Join(row, " | "))
		if i == 0 {
			fmt.Fprintf(w, "|---|%s\n", strings.Repeat("---:|", len(row)-1))
		}
	}
}

package main

import (
	"bytes"
	"fmt"
	"html"
	"math"

	"github.com/cbgen/cbgen/benchmarks/internal/report"
)

// What the plot shows: enough to see the whole, few enough to read.
var plotted = []string{
	nameConsecutiveBulkhead, nameConsecutive, nameCalls, nameSeconds, nameBulkhead, nameOpen, nameFull,
}

// The plot's measures, in pixels.
const (
	plotWidth   = 860
	plotLeft    = 260 // of the axis
	plotRight   = 800
	plotTop     = 74
	groupHeight = 30 // its title
	rowHeight   = 24 // two bars
	barHeight   = 8
)

const plotStyle = `<style>
text { font: 12px system-ui, sans-serif; fill: #24292f }
.title { font-size: 15px; font-weight: 600 } .group { font-weight: 600 } .value { font-size: 10px }
.serial { fill: #0969da } .parallel { fill: #8250df } .ground { fill: #ffffff }
.line { stroke: #d0d7de } .own { stroke: #24292f; stroke-width: 1.5 }
@media (prefers-color-scheme: dark) {
	text { fill: #e6edf3 } .serial { fill: #58a6ff } .parallel { fill: #bc8cff } .ground { fill: #0d1117 }
	.line { stroke: #30363d } .own { stroke: #e6edf3 }
}
</style>
`

// plot draws how long the others take as multiples of our time, on a logarithmic axis.
func (f figures) plot() []byte {
	var shown figures
	low, high, height := 0.0, 1.0, plotTop // the axis goes from 10^low to 10^high
	for _, c := range f.only(plotted) {
		shown = append(shown, c)
		height += groupHeight + rowHeight*(len(c.results)-1)
		for _, r := range c.results[1:] {
			for _, v := range multiples(c.results[0], r) {
				low, high = min(low, math.Floor(math.Log10(v))), max(high, math.Ceil(math.Log10(v)))
			}
		}
	}
	x := func(v float64) float64 {
		return plotLeft + (plotRight-plotLeft)*(math.Log10(v)-low)/(high-low)
	}

	var b bytes.Buffer
	text := func(class, anchor string, x float64, y int, s string) {
		fmt.Fprintf(&b, "<text class=%q text-anchor=%q x=\"%.1f\" y=\"%d\">%s</text>\n", class, anchor, x, y, html.EscapeString(s))
	}
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">\n", plotWidth, height+16, plotWidth, height+16)
	b.WriteString("<title>How long a call takes where cbgen's takes 1</title>\n" + plotStyle)
	fmt.Fprintf(&b, "<rect class=\"ground\" width=\"%d\" height=\"%d\"/>\n", plotWidth, height+16)
	text("title", "start", 16, 26, "How long a call takes where cbgen's takes 1 (logarithmic; right of the line is slower than cbgen)")
	text("", "start", plotLeft, 48, "one goroutine")
	text("", "start", plotLeft+120, 48, "all CPUs")
	fmt.Fprintf(&b, "<rect class=\"serial\" x=\"%d\" y=\"40\" width=\"10\" height=\"8\"/><rect class=\"parallel\" x=\"%d\" y=\"40\" width=\"10\" height=\"8\"/>\n", plotLeft-14, plotLeft+106)
	for exponent := low; exponent <= high; exponent++ {
		v := math.Pow(10, exponent)
		class := "line"
		if v == 1 {
			class = "own"
		}
		fmt.Fprintf(&b, "<line class=%q x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>\n", class, x(v), x(v), plotTop, height)
		text("", "middle", x(v), plotTop-6, fmt.Sprintf("%g ×", v))
	}

	y := plotTop
	for _, c := range shown {
		text("group", "start", 16, y+20, c.scenario.name)
		y += groupHeight
		for _, r := range c.results[1:] {
			text("", "end", plotLeft-10, y+12, r.contender)
			for i, v := range multiples(c.results[0], r) {
				from, to := min(x(1), x(v)), max(x(1), x(v))
				top := y + i*(barHeight+1)
				class := [...]string{"serial", "parallel"}[i]
				fmt.Fprintf(&b, "<rect class=%q x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n", class, from, top, to-from, barHeight)
				text("value", "start", to+4, top+barHeight, report.Digits(v)+" ×")
			}
			y += rowHeight
		}
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// multiples is how long the peer takes, serially and in parallel, in units of our time.
func multiples(own, peer *result) [2]float64 {
	return [2]float64{ratio(peer.serial, own.serial), ratio(peer.parallel, own.parallel)}
}

// only is the comparisons with these names, in the order of the names.
func (f figures) only(names []string) figures {
	var some figures
	for _, name := range names {
		for _, c := range f {
			if c.scenario.name == name {
				some = append(some, c)
			}
		}
	}
	return some
}

package main

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestPlotIsWellFormedAndShowsEveryContender(t *testing.T) {
	plot := string(invented().plot())
	d := xml.NewDecoder(strings.NewReader(plot))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range invented().only(plotted) {
		for _, r := range c.results[1:] {
			if !strings.Contains(plot, ">"+r.contender+"<") {
				t.Errorf("%s does not show %s", c.scenario.name, r.contender)
			}
		}
	}
}

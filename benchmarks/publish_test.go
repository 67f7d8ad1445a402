package main

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestFiguresAreReplacedAndNothingElse(t *testing.T) {
	got, err := replaceFigures([]byte("before\n"+figuresStart+"old\n"+figuresEnd+"after\n"), []byte("new\n"))
	if want := "before\n" + figuresStart + "new\n" + figuresEnd + "after\n"; err != nil || string(got) != want {
		t.Errorf("%q and %v, want %q", got, err, want)
	}
}

func TestADocumentWithoutItsPlaceIsAnError(t *testing.T) {
	if _, err := replaceFigures([]byte("before\n"+figuresStart+"old\n"), nil); err == nil {
		t.Error("the end is missing, and nobody says so")
	}
}

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

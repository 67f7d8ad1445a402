package main

import (
	"fmt"
	"go/token"

	"github.com/cbgen/cbgen/generator"
)

// A listLine is what there is to read about a verb of a method.
type listLine struct {
	verb     string
	written  []string // what a directive says
	from     string   // where it stands; empty if there is none
	defaults []string
}

// listLines are those of a method: one for each verb, or the reason why it is not guarded.
func listLines(m generator.MethodPolicy) []listLine {
	if m.Unguarded != "" {
		from := m.Pos
		if len(m.Verbs) > 0 {
			from = m.Verbs[0].Pos
		}
		return []listLine{{verb: "unguarded", written: []string{m.Unguarded}, from: place(from)}}
	}
	var lines []listLine
	for _, v := range m.Verbs {
		lines = append(lines, newListLine(v))
	}
	return lines
}

func newListLine(v generator.VerbPolicy) listLine {
	l := listLine{verb: v.Verb}
	if v.Pos.IsValid() {
		l.from = place(v.Pos)
	}
	if v.Off {
		l.written = append(l.written, "off")
	}
	for _, s := range v.Settings {
		word := s.Key + "=" + s.Value
		if s.Pos.IsValid() {
			l.written = append(l.written, word)
		} else {
			l.defaults = append(l.defaults, word)
		}
	}
	return l
}

func place(pos token.Position) string { return fmt.Sprintf("%s:%d", pos.Filename, pos.Line) }

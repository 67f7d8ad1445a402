package circuithttp

import (
	"encoding/json"
	"strconv"
)

// A message is what a page is told. What it leaves out is as before.
type message struct {
	Time      int64               `json:"time"` // in milliseconds
	First     *first              `json:"first,omitzero"`
	States    map[string]int      `json:"states,omitzero"`
	Matched   *int                `json:"matched,omitzero"`
	Missed    uint64              `json:"missed,omitzero"`
	Order     []uint64            `json:"order,omitzero"` // the circuits that are shown
	About     map[uint64]about    `json:"about,omitempty"`
	Timelines map[uint64]timeline `json:"timelines,omitempty"`

	// What is JSON already, which is most of a message: circuits, and their transitions by id.
	circuits    []json.RawMessage
	transitions []transitionsOf
}

// first is what only the first message tells.
type first struct {
	Control bool `json:"control"` // this viewer may change circuits
}

// transitionsOf are those of a circuit.
type transitionsOf struct {
	id   uint64
	list json.RawMessage
}

// appendEvent appends the message as a server-sent event. Nothing is encoded again for each page
// that is the same for all of them.
func (m *message) appendEvent(text []byte) []byte {
	head := encode(m)
	text = append(text, "data: "...)
	text = append(text, head[:len(head)-1]...) // without its brace
	if len(m.circuits) > 0 {
		text = append(text, `,"circuits":[`...)
		for i, c := range m.circuits {
			text = append(comma(text, i), c...)
		}
		text = append(text, ']')
	}
	if len(m.transitions) > 0 {
		text = append(text, `,"transitions":{`...)
		for i, t := range m.transitions {
			text = append(strconv.AppendUint(append(comma(text, i), '"'), t.id, 10), `":`...)
			text = append(text, t.list...)
		}
		text = append(text, '}')
	}
	return append(text, "}\n\n"...)
}

// comma goes before all but the first.
func comma(text []byte, i int) []byte {
	if i == 0 {
		return text
	}
	return append(text, ',')
}

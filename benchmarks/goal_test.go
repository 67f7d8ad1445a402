package main

import "testing"

// invented are figures of all scenarios, where everything of ours takes 1 ns, and
// everything of others one more than that of the one before.
func invented() figures {
	var f figures
	for i := range scenarios {
		c := comparison{scenario: &scenarios[i]}
		for j, contender := range scenarios[i].contenders {
			samples := []sample{{ns: float64(j + 1)}}
			c.results = append(c.results, &result{contender.name, samples, samples})
		}
		f = append(f, c)
	}
	return f
}

func TestEveryGoalFindsItsFigures(t *testing.T) {
	f := invented()
	for _, g := range goals {
		if _, ok := g.measured(f); !ok {
			t.Errorf("%s, against %s: there are no such scenarios and contenders", g.what, g.against)
		}
		if _, ok := g.measured(nil); ok {
			t.Errorf("%s, against %s: it has figures that were not measured", g.what, g.against)
		}
	}
}

func TestGoalsAreJudged(t *testing.T) {
	rows := invented().judge().Rows
	if len(rows) != len(goals)+1 {
		t.Fatalf("%d rows for %d goals", len(rows), len(goals))
	}
	// Ours takes 1 ns here, and gobreaker with a channel, the next one, 2 ns.
	first := rows[1]
	if first[3] != "0.500" || first[4] != "no" {
		t.Errorf("0.500 is not within 0.15, but it says %v", first)
	}
}

func TestEveryPlottedScenarioExists(t *testing.T) {
	if shown := invented().only(plotted); len(shown) != len(plotted) {
		t.Errorf("%d of %d are there", len(shown), len(plotted))
	}
}

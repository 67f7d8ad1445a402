package report

import "testing"

func TestMedianAndSpread(t *testing.T) {
	if got := Median([]float64{5, 1, 3}); got != 3 {
		t.Errorf("the median of 1, 3, 5 is %v", got)
	}
	if got := Median([]float64{4, 1, 3, 2}); got != 2.5 {
		t.Errorf("the median of 1 to 4 is %v", got)
	}
	if got := Spread([]float64{10, 11, 12, 9, 8}); got != 0.1 {
		t.Errorf("the spread of 8 to 12 is %v", got)
	}
}

func TestRatioIsThatOfTheRounds(t *testing.T) {
	// A machine that was busy in the second round does not change the ratio.
	if got := Ratio([]float64{1, 50, 1}, []float64{2, 100, 2}); got != 0.5 {
		t.Errorf("the ratio is %v", got)
	}
}

func TestDigits(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 0.0814: "0.081", 0.5: "0.500", 2.345: "2.35", 12.34: "12.3", 123.4: "123", 4829: "4829"} {
		if got := Digits(v); got != want {
			t.Errorf("Digits(%v) = %s, want %s", v, got, want)
		}
	}
}

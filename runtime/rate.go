package runtime

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A Rate is a share of calls, in parts per million: half of them is 50 * [Percent].
// Being an integer it compares exactly, and 7 % of 100 calls are 7.
type Rate int

// Percent is one hundredth as a [Rate]. It is untyped, so that 33.3 * Percent is a Rate too.
const Percent = 10_000

// ParseRate reads a percentage such as 50% or 33.3%, or a fraction below one such as 0.5.
// A bare number from 1 up is refused, since it could mean either.
func ParseRate(s string) (Rate, error) {
	number, percent := strings.CutSuffix(s, "%")
	unit := 100.0 * Percent
	if percent {
		unit = Percent
	}
	f, err := strconv.ParseFloat(number, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, errors.New("write a percentage such as 50%, or a fraction such as 0.5")
	}
	if !percent && f >= 1 && f <= 100 {
		return 0, fmt.Errorf("write %s%%: a number without %% is a fraction below 1", s)
	}
	if f < 0 || f*unit > 100*Percent {
		return 0, errors.New("a rate lies between 0% and 100%")
	}
	parts := math.Round(f * unit)
	if math.Abs(f*unit-parts) > 1e-6 {
		return 0, errors.New("a rate has at most four decimals of a percent")
	}
	return Rate(parts), nil
}

// String is the rate as a percentage, the way a directive writes it.
func (r Rate) String() string {
	return strconv.FormatFloat(float64(r)/Percent, 'f', -1, 64) + "%"
}

// reached reports whether count is at least the share r of total.
func (r Rate) reached(count, total int) bool {
	return int64(count)*100*Percent >= int64(r)*int64(total)
}

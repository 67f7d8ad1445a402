// Package spelling finds what a misspelt name was meant to be, for messages.
package spelling

import "strings"

// Hint asks whether the nearest of the candidates is meant, empty if none is near.
func Hint(name string, candidates []string) string { return Ask(Nearest(name, candidates)) }

// Ask asks whether the name is meant, after a space; it is empty if the name is.
func Ask(name string) string {
	if name == "" {
		return ""
	}
	return " (did you mean " + name + "?)"
}

// Nearest is the candidate that takes the fewest edits to reach, if they are few for its
// length, and empty if none is near. Capitals do not matter.
func Nearest(name string, candidates []string) string {
	best, fewest := "", 3
	for _, candidate := range candidates {
		if n := Edits(strings.ToLower(name), strings.ToLower(candidate)); n < fewest && n <= (len(candidate)+1)/2 {
			best, fewest = candidate, n
		}
	}
	return best
}

// Edits is how many letters have to be put in, left out, replaced, or swapped with their
// neighbour to make b of a (the optimal string alignment distance).
func Edits(a, b string) int {
	s, t := []rune(a), []rune(b)
	d := make([][]int, len(s)+1)
	for i := range d {
		d[i] = make([]int, len(t)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(s); i++ {
		for j := 1; j <= len(t); j++ {
			replaced := d[i-1][j-1]
			if s[i-1] != t[j-1] {
				replaced++
			}
			d[i][j] = min(replaced, d[i-1][j]+1, d[i][j-1]+1)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(s)][len(t)]
}

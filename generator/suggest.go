package generator

import "strings"

// didYouMean is a hint at the nearest of the candidates, empty if none is near.
func didYouMean(name string, candidates []string) string { return suggest(nearest(name, candidates)) }

func suggest(name string) string {
	if name == "" {
		return ""
	}
	return " (did you mean " + name + "?)"
}

// meantName is the candidate that may be meant by the name of its decorator or its generated
// interface, by one with a package or with type arguments, or by one that is misspelt.
func meantName(name string, candidates []string) string {
	bare, _, _ := strings.Cut(name, "[")
	bare = bare[strings.LastIndexByte(bare, '.')+1:]
	for _, prefix := range []string{"NewGuarded", "newGuarded", "Guarded", "guarded"} {
		bare = strings.TrimPrefix(bare, prefix)
	}
	bare = strings.TrimSuffix(bare, interfaceSuffix)
	for _, candidate := range candidates {
		if candidate == bare || upperFirst(candidate) == bare {
			return candidate
		}
	}
	return nearest(name, candidates)
}

// nearest is the candidate that takes the fewest edits to reach, if they are few for its
// length. Capitals do not matter.
func nearest(name string, candidates []string) string {
	best, fewest := "", 3
	for _, candidate := range candidates {
		if n := edits(strings.ToLower(name), strings.ToLower(candidate)); n < fewest && n <= (len(candidate)+1)/2 {
			best, fewest = candidate, n
		}
	}
	return best
}

// edits is how many letters have to be put in, left out, replaced, or swapped with their
// neighbour to make b of a (the optimal string alignment distance).
func edits(a, b string) int {
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

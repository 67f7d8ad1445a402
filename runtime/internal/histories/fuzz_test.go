package histories

import (
	"math/rand/v2"
	"testing"
)

// fuzzed is a fuzzer's bytes as a source of choices. When they have run out, it is always
// the first choice.
type fuzzed []byte

func (f *fuzzed) IntN(n int) int {
	if len(*f) == 0 {
		return 0
	}
	first := int((*f)[0])
	*f = (*f)[1:]
	return first % n
}

func FuzzHistory(f *testing.F) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		bytes := make([]byte, 100+rnd.IntN(400))
		for i := range bytes {
			bytes[i] = byte(rnd.Uint32())
		}
		f.Add(bytes)
	}
	f.Fuzz(func(t *testing.T, bytes []byte) {
		src := fuzzed(bytes)
		setup := RandomSetup(&src)
		for _, p := range setup.Policies {
			if err := p.Validate(); err != nil {
				t.Fatal(err)
			}
		}
		mood := RandomMood(&src)
		var history []Step
		for len(src) > 0 && len(history) < 500 {
			history = append(history, RandomStep(&src, mood))
		}
		if _, err := replayInBubble(t, setup, history); err != nil {
			t.Fatal(report(t, setup, history))
		}
	})
}

package browser

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

func TestPhoneNeedsNoScrollingSideways(t *testing.T) {
	registry, url := serve(t)
	guards := three(t, registry)
	long := client(registry, "github.com/example/a/rather/long/name/of/a/generic.Client[string,int]").Guard("MethodWithALongName", breaker)
	keep(t, long)
	trip(guards[0])
	trip(long)
	p := newTab(t)
	for _, width := range []int64{320, 390, 768, 1280} {
		p.screen(width, 800, 1)
		p.open(url)
		p.until(`document.querySelectorAll('.row').length === 4`)
		p.eval(`document.querySelectorAll('.name').forEach(b => b.click())`)
		p.until(`document.querySelectorAll('.detail pre').length === 4`)
		require.Equal(t, fmt.Sprint(width), p.eval("document.documentElement.scrollWidth"), "at a width of %d", width)
	}
}

// The least contrast of any text on its ground, by WCAG 2: 4.5 is asked for.
const leastContrast = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const parse = c => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = c; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255]; };
  const over = (f, g) => [0, 1, 2].map(i => f[i] * f[3] + g[i] * (1 - f[3])).concat(1);
  const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  let least = [99, ''];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !e.checkVisibility() || e.closest('.hidden, noscript, option')) continue;
    const grounds = [];
    for (let p = e; p; p = p.parentElement) grounds.unshift(parse(getComputedStyle(p).backgroundColor));
    const ground = grounds.reduce((g, c) => over(c, g), parse('white'));
    const text = over(parse(getComputedStyle(e).color), ground);
    const [a, b] = [light(text), light(ground)].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < least[0]) least = [contrast, e.className + ': ' + walk.currentNode.data.trim().slice(0, 40)];
  }
  return least;
})()`

func TestTextHasContrastInBothSchemes(t *testing.T) {
	registry, url := serve(t)
	guards := three(t, registry)
	trip(guards[0])
	c := client(registry, "Z")
	forced, disabled, observed := c.Guard("A", breaker), c.Guard("B", breaker), c.Guard("C", breaker)
	forced.ForceOpen()
	disabled.Disable()
	observed.Observe()
	halfOpen := c.Guard("D", cb.Policy{Breaker: cb.Breaker{Failures: 2, Open: 1}})
	keep(t, forced, disabled, observed, halfOpen)
	trip(halfOpen)
	call(halfOpen, 0, nil)
	p := newTab(t)
	grounds := make(map[string]bool)
	for _, scheme := range []string{"light", "dark"} {
		p.prefer("prefers-color-scheme", scheme)
		p.open(url)
		p.until(`document.querySelectorAll('.row').length === 7`)
		p.eval(`document.querySelectorAll('.name').forEach(b => b.click())`)
		p.until(`document.querySelectorAll('.detail pre').length === 7`)
		p.eval(`document.getAnimations().forEach(a => a.finish())`)
		least := p.eval(leastContrast)
		t.Log(scheme, least)
		require.Equal(t, "true", p.eval(leastContrast+"[0] >= 4.5"), "%s: %s", scheme, least)
		grounds[p.eval("getComputedStyle(document.documentElement).backgroundColor")] = true
	}
	require.Len(t, grounds, 2, "the schemes differ")
}

func TestStatesDifferWithoutColour(t *testing.T) {
	registry, url := serve(t)
	guards := three(t, registry)
	trip(guards[0])
	p := newTab(t)
	p.open(url)
	p.until(`document.querySelector('.row[data-state="open"]')`)
	require.Equal(t, "#open Open", p.eval(`document.querySelector('.row use').getAttribute('href') + ' ' + document.querySelector('.state-name').textContent`))
	require.Equal(t, "6", p.eval(`new Set([...document.querySelectorAll('symbol:not(#chevron)')].map(s => s.innerHTML)).size`))
	p.until(`document.querySelector('.row[data-state="open"] .fill-open')`)
	require.Equal(t, "9 1.98", p.eval(`(+document.querySelector('.fill-open').getAttribute('height')) + ' ' + (+document.querySelector('.fill-closed').getAttribute('height'))`))
}

func TestNothingMovesForWhoWantsNoMotion(t *testing.T) {
	registry, url := serve(t)
	guards := three(t, registry)
	p := newTab(t)
	p.open(url)
	durations := `[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).transitionDuration !== '0s' || getComputedStyle(e).animationName !== 'none').length`
	require.NotEqual(t, "0", p.eval(durations))
	p.prefer("prefers-reduced-motion", "reduce")
	require.Equal(t, "0", p.eval(durations))
	require.Equal(t, cb.Closed, guards[0].State())
}

// Everything that can be used has a name for who cannot see it.
func TestEveryControlHasAName(t *testing.T) {
	registry, url := serve(t)
	guards := three(t, registry)
	p := newTab(t)
	p.open(url)
	p.until(`document.querySelectorAll('.row').length === 3`)
	require.Equal(t, "", p.eval(`[...document.querySelectorAll('button, input, select, [role=img]')].filter(e => e.checkVisibility() &&
		!(e.getAttribute('aria-label') || e.innerText?.trim() || [...(e.labels || [])].some(l => l.textContent.trim()))).map(e => e.outerHTML).join()`))
	require.Equal(t, "en", p.eval("document.documentElement.lang"))
	require.Equal(t, cb.Closed, guards[0].State())
}

func TestThousandsOfCircuitsStayUsable(t *testing.T) {
	registry, url := serve(t)
	var guards []*cb.Guard
	for i := range 5000 {
		guards = append(guards, client(registry, fmt.Sprintf("Client%04d", i)).Guard("Do", breaker))
	}
	keep(t, guards...)
	trip(guards[4321])
	p := newTab(t)
	p.open(url)
	require.Equal(t, "1 of 5,000 circuits is open", p.text("#headline"))
	require.Equal(t, "50", p.eval(`document.querySelectorAll('.row').length`))
	require.Equal(t, "Client4321.Do", p.eval(`document.querySelector('.name').textContent`))
	require.Equal(t, "50 of 5,000 shown", p.text("#count"))

	p.click("#more")
	p.until(`document.querySelectorAll('.row').length === 150`)
	trip(guards[1234]) // not in view until now
	p.eval(`document.activeElement.blur()`)
	p.until(`document.querySelectorAll('.name')[0].textContent === 'Client1234.Do'`)
	p.press("/")
	p.press("4999")
	p.until(`document.querySelectorAll('.row').length === 1`)
	require.Equal(t, "Client4999.Do", p.names())
}

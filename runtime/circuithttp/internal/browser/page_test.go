package browser

import (
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/circuithttp"
)

func anybody(*http.Request) bool { return true }

// breaker opens with its second failure, for an hour.
var breaker = cb.Policy{Breaker: cb.Breaker{Failures: 2, Open: 3600e9}, Bulkhead: cb.Bulkhead{Max: 7}}

func trip(g *cb.Guard) {
	call(g, 0, errDown)
	call(g, 0, errDown)
}

// three are guards of three names, in the order of their names.
func three(t *testing.T, r *cb.Registry) []*cb.Guard {
	payment, search := client(r, "PaymentClient"), client(r, "SearchClient")
	guards := []*cb.Guard{payment.Guard("Charge", breaker), payment.Guard("Refund", breaker), search.Guard("Find", breaker)}
	keep(t, guards...)
	return guards
}

// keep holds the guards until the end of the test. Without it they would be garbage after
// their last use, and gone from the page.
func keep(t *testing.T, guards ...*cb.Guard) {
	t.Cleanup(func() { runtime.KeepAlive(guards) })
}

func TestPageFollowsACircuitThatTrips(t *testing.T) {
	registry, url := serve(t)
	guards := three(t, registry)
	p := newTab(t)
	p.open(url)
	require.Equal(t, "All 3 circuits let calls through", p.text("#headline"))
	require.Equal(t, "PaymentClient.Charge PaymentClient.Refund SearchClient.Find", p.names())

	trip(guards[1])
	p.until(`document.querySelector('#headline').textContent === '1 of 3 circuits is open'`)
	require.Equal(t, "PaymentClient.Refund PaymentClient.Charge SearchClient.Find", p.names(), "the worst first")
	require.Equal(t, "Open", p.text(".row:first-child .state-name"))
	require.Equal(t, "failures in a row", p.text(".row:first-child .why"))
	require.Equal(t, "2 / 2", p.text(".row:first-child .gauge .value"))
	require.Equal(t, "(1 open) Circuits", p.eval("document.title"))
	p.until(`document.querySelector('.row:first-child .chart .fill-open')`)
	require.Equal(t, "PaymentClient.Refund is open: failures in a row", p.text("#announce"), "and it is read out")

	guards[1].Reset()
	p.until(`document.querySelector('#headline').textContent === 'All 3 circuits let calls through'`)
	require.Equal(t, "Circuits", p.eval("document.title"))
}

func TestDetailsTellWhatThereIsToKnow(t *testing.T) {
	registry, url := serve(t, circuithttp.Critical("PaymentClient"))
	guards := three(t, registry)
	trip(guards[0])
	p := newTab(t)
	p.open(url)
	p.click(".row:first-child .name")
	p.until(`document.querySelector('.row:first-child .transitions li time')`)
	detail := p.text(".row:first-child .detail")
	for _, part := range []string{
		"breaker failures=2 open=1h jitter=0% probes=3 halfopen=1h\nbulkhead max=7",
		"github.com/cbgen/cbgen/runtime/circuithttp/internal/browser/page_test.go:",
		"connect: connection refused", "failures in a row (2 in a row)", "opens at 2", "at most 7",
	} {
		require.Contains(t, detail, part)
	}
	require.Equal(t, "critical", p.text(".critical"))
	require.Equal(t, "true", p.eval(`document.querySelector('.name').getAttribute('aria-expanded')`))

	require.NoError(t, guards[0].Apply(cb.Policy{Breaker: cb.Breaker{Failures: 9}}))
	p.until(`document.querySelector('.detail pre').textContent.includes('failures=9')`)
	p.click(".row:first-child .name")
	p.until(`document.querySelector('.detail').hidden`)
}

func TestPicturesShowAsMuchAsIsKnown(t *testing.T) {
	registry, url := serve(t)
	guards := three(t, registry)
	p := newTab(t)
	p.open(url)
	require.Equal(t, "Last minute", p.text("#lately"))
	p.click(".name")
	p.until(`document.querySelector('.axis').innerText.startsWith('−1 min')`)
	require.Contains(t, p.text(".detail"), "In the last minute: ")
	runtime.KeepAlive(guards)
}

func TestDetailsTellHowLongCallsTake(t *testing.T) {
	registry, url := serve(t)
	guards := three(t, registry)
	p := newTab(t)
	p.open(url)
	p.click(".row:first-child .name")
	p.until(`document.querySelector('.detail').innerText.includes('No calls yet')`)
	for range 20 {
		call(guards[0], 0, nil)
	}
	p.until(`document.querySelector('.detail').innerText.includes('Of 20 calls in all: half within 5 ms, 95 % within 5 ms')`)
	require.Equal(t, "12", p.eval(`document.querySelectorAll('.buckets li').length`))
	require.Equal(t, "100.0%", p.eval(`document.querySelector('.buckets rect').getAttribute('height')`))

	without := cb.NewClient("Zero", struct{}{}, cb.WithRegistry(registry)).Guard("Do", breaker)
	keep(t, without)
	p.until(`document.querySelectorAll('.row').length === 4`)
	p.click(".row:last-child .name")
	p.until(`document.querySelector('.row:last-child .detail pre')`)
	require.NotContains(t, p.text(".row:last-child .detail"), "How long calls take")
}

func TestDetailsShowThePoliciesOfKeysAndStreams(t *testing.T) {
	registry, url := serve(t)
	feeds := cb.NewKeyed[string](client(registry, "Feed"), "Open", cb.Policy{Stream: cb.Stream{Idle: time.Minute}, Key: cb.Key{Max: 7}}, cb.Streamed, cb.Timed)
	keep(t, feeds.Of("eu-1"))
	p := newTab(t)
	p.open(url)
	p.click(".row:last-child .name")
	p.until(`document.querySelector('.row:last-child .detail pre')`)
	require.Equal(t, "no breaker\nno bulkhead\nkey max=7 idle=10m\nstream idle=1m", p.text(".row:last-child .detail pre"))
	keep(t, feeds.Shared())
}

// What the dependency says, and what a key is called, is somebody else's.
func TestTextsOfOthersAreNoMarkup(t *testing.T) {
	const markup = `<img src=x onerror="document.title='taken'">`
	registry, url := serve(t)
	keyed := cb.NewKeyed[string](client(registry, "Feed"), "Open", breaker)
	call(keyed.Of(markup), 0, errors.New(markup))
	keep(t, keyed.Of(markup), keyed.Shared())
	p := newTab(t)
	p.open(url + "?text=img")
	p.until(`document.querySelectorAll('.row').length === 1`)
	p.click(".row .name")
	p.until(`document.querySelector('.detail .failure')`)
	require.Contains(t, p.text(".failure"), markup)
	require.Contains(t, p.text(".name"), markup)
	require.Equal(t, "0", p.eval(`document.querySelectorAll('main img').length`))
	require.Equal(t, "Circuits", p.eval("document.title"))
}

func TestFilterAndOrder(t *testing.T) {
	registry, url := serve(t)
	guards := three(t, registry)
	guards[2].ForceOpen()
	p := newTab(t)
	p.open(url)
	require.Equal(t, "SearchClient.Find PaymentClient.Charge PaymentClient.Refund", p.names())

	p.do(chromedp.SendKeys("#text", "payment"))
	p.until(`document.querySelectorAll('.row').length === 2`)
	require.Equal(t, "PaymentClient.Charge PaymentClient.Refund", p.names())
	require.Contains(t, p.eval("location.search"), "text=payment")
	p.do(chromedp.SendKeys("#text", "xyz"))
	p.until(`document.querySelector('#empty').innerText.includes('No name contains “paymentxyz”')`)
	p.click("#empty button")
	p.until(`document.querySelectorAll('.row').length === 3`)

	p.click(`#states [data-state="forced_open"]`)
	p.until(`document.querySelectorAll('.row').length === 1`)
	require.Equal(t, "SearchClient.Find", p.names())
	p.click(`#states [data-state=""]`)
	p.until(`document.querySelectorAll('.row').length === 3`)

	p.eval(`(document.querySelector('#order').value = 'name', document.querySelector('#order').dispatchEvent(new Event('change')))`)
	p.until(`document.querySelector('.row .name').textContent === 'PaymentClient.Charge'`)
	p.open(url + "?order=name&text=search") // as somebody else gets it sent
	p.until(`document.querySelectorAll('.row').length === 1`)
	require.Equal(t, "search name", p.eval(`document.querySelector('#text').value + ' ' + document.querySelector('#order').value`))
}

func TestKeyboard(t *testing.T) {
	registry, url := serve(t)
	guards := three(t, registry)
	p := newTab(t)
	p.open(url)
	focused := func(want string) {
		t.Helper()
		p.until(fmt.Sprintf(`(document.activeElement.id || document.activeElement.textContent) === %q`, want))
	}
	p.press("/")
	focused("text")
	p.press(kb.ArrowDown)
	focused("PaymentClient.Charge")
	p.press(kb.ArrowDown)
	focused("PaymentClient.Refund")
	p.press(kb.Enter)
	p.until(`document.activeElement.getAttribute('aria-expanded') === 'true'`)

	trip(guards[2]) // whoever is among the rows is not moved
	p.until(`document.querySelector('#headline').textContent === '1 of 3 circuits is open'`)
	require.Equal(t, "PaymentClient.Charge PaymentClient.Refund SearchClient.Find", p.names())
	focused("PaymentClient.Refund")
	p.until(`!document.querySelector('#sort-now').hidden`)

	p.press(kb.Escape)
	p.until(`document.activeElement.getAttribute('aria-expanded') === 'false'`)
	focused("PaymentClient.Refund")
	p.press(kb.ArrowUp)
	p.press(kb.ArrowUp)
	focused("text")
	p.until(`document.querySelector('.row .name').textContent === 'SearchClient.Find'`)
	require.Equal(t, "", p.eval(`document.querySelector('#text').value`))
}

func TestEmptyPageSaysWhatItIsFor(t *testing.T) {
	_, url := serve(t)
	p := newTab(t)
	p.open(url)
	p.until(`document.querySelector('#empty').innerText.includes('Nothing is guarded yet')`)
	require.Equal(t, "No circuits yet", p.text("#headline"))
}

func TestControlsAreNotThereUnlessAllowed(t *testing.T) {
	for name, opts := range map[string][]circuithttp.Option{
		"off":     nil,
		"refused": {circuithttp.Control(func(*http.Request) bool { return false })},
	} {
		t.Run(name, func(t *testing.T) {
			registry, url := serve(t, opts...)
			guards := three(t, registry)
			p := newTab(t)
			p.open(url)
			p.click(".row:first-child .name")
			p.until(`document.querySelector('.detail pre')`)
			require.Equal(t, "0", p.eval(`document.querySelectorAll('.detail .buttons').length`))

			p.tolerate("the server responded with a status of 40")
			id := guards[0].Snapshot().ID
			p.eval(fmt.Sprintf(`(fetch('circuits', {method: 'POST', body: new URLSearchParams({id: %d, name: 'PaymentClient.Charge', action: 'force_open'})}).then(a => window.answer = a.status), 0)`, id))
			p.until(`[403, 405].includes(window.answer)`)
			require.Equal(t, cb.Closed, guards[0].State())
		})
	}
}

func TestControlsWork(t *testing.T) {
	registry, url := serve(t, circuithttp.Control(anybody))
	guards := three(t, registry)
	p := newTab(t)
	p.open(url)
	p.click(".row:first-child .name")
	p.until(`document.querySelector('.detail .force_open')`)

	p.click(".detail .force_open")
	p.until(`document.querySelector('#confirm').open`)
	require.Equal(t, "Force open PaymentClient.Charge?", p.text("#confirm-title"))
	p.press(kb.Escape)
	p.until(`!document.querySelector('#confirm').open`)
	time.Sleep(500 * time.Millisecond) // in which it would have been done
	require.Equal(t, cb.Closed, guards[0].State(), "nothing is done without a yes")

	for _, step := range []struct {
		action, shown string
		want          cb.State
	}{{"force_open", "Forced open", cb.ForcedOpen}, {"disable", "Disabled", cb.Disabled}, {"observe", "Observing", cb.Observe}, {"reset", "Closed", cb.Closed}} {
		p.click(".detail ." + step.action)
		p.until(`document.querySelector('#confirm').open`)
		p.click("#confirm-do")
		p.until(fmt.Sprintf(`document.querySelector('.row:has(.detail:not([hidden])) .state-name').textContent === %q`, step.shown))
		require.Equal(t, step.want, guards[0].State())
	}
	require.Equal(t, cb.Closed, guards[1].State())
}

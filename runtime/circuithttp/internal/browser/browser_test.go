package browser

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// A browser is one Chromium for all tests, with a tab for each.
var browser context.Context

func TestMain(m *testing.M) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, quit := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "these tests need Chromium, which .ci/run installs:", err)
		os.Exit(1)
	}
	browser = ctx
	code := m.Run()
	quit()
	stop()
	os.Exit(code)
}

// A tab is a page under test. When the test ends its console must be empty.
type tab struct {
	*testing.T
	ctx context.Context

	mu        sync.Mutex
	console   []string
	tolerated []string // parts of messages that the test is about
}

func newTab(t *testing.T) *tab {
	ctx, closeTab := chromedp.NewContext(browser)
	p := &tab{T: t, ctx: ctx}
	p.do(chromedp.EmulateViewport(1280, 900))
	messages := chromedp.Console(ctx)
	var listening sync.WaitGroup
	listening.Go(func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			p.note(m.String() + " " + m.URL)
		}
	})
	t.Cleanup(func() {
		closeTab()
		listening.Wait()
		require.Empty(t, p.console, "the console")
	})
	return p
}

func (p *tab) note(message string) {
	p.mu.Lock()
	defer p.mu.Unlock()

	for _, part := range p.tolerated {
		if strings.Contains(message, part) {
			return
		}
	}
	p.console = append(p.console, message)
}

func (p *tab) tolerate(part string) {
	p.mu.Lock()
	defer p.mu.Unlock()

	p.tolerated = append(p.tolerated, part)
}

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	if p.ctx == nil || chromedp.FromContext(p.ctx).Target == nil {
		ctx = p.ctx // the first use opens the tab, and must have no timeout
	}
	require.NoError(p, chromedp.Do(ctx, steps...))
}

// open goes to the page, and waits until it is live.
func (p *tab) open(url string) {
	p.Helper()
	p.do(chromedp.Navigate(url))
	p.until(`document.querySelector('#link').dataset.link === 'live'`)
}

func (p *tab) eval(expression string) string {
	p.Helper()
	s, err := chromedp.Run(p.ctx, chromedp.Evaluate[string]("String("+expression+")"))
	require.NoError(p, err, expression)
	return s
}

// until waits until the expression is true.
func (p *tab) until(expression string) {
	p.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if p.eval("Boolean("+expression+")") == "true" {
			return
		}
	}
	require.FailNow(p, "never true: "+expression, "%v\n%s", p.console, p.eval("document.body.innerText.slice(0, 2000)"))
}

func (p *tab) click(selector string) {
	p.Helper()
	p.do(chromedp.Click(selector))
}

// press presses keys where the focus is. As with a real keyboard, a key that the page has
// taken for itself writes no character, which it would with [chromedp.KeyEvent].
func (p *tab) press(keys string) {
	p.Helper()
	p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, r := range keys {
			events := kb.Encode(r)
			for _, e := range events {
				if e.Type == kb.KeyChar {
					events[0].Text = e.Text
				}
			}
			for _, e := range []*input.DispatchKeyEventParams{events[0], events[len(events)-1]} {
				if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, *e); err != nil {
					return err
				}
			}
		}
		return nil
	}))
}

// names are the circuits in the list, from top to bottom.
func (p *tab) names() string {
	p.Helper()
	return p.eval(`[...document.querySelectorAll('.row .name')].map(b => b.textContent).join(' ')`)
}

func (p *tab) text(selector string) string {
	p.Helper()
	return p.eval(`document.querySelector(` + fmt.Sprintf("%q", selector) + `).innerText`)
}

// screen is the size of the window, in which a phone has a width below 500.
func (p *tab) screen(width, height int64, scale float64) {
	p.Helper()
	p.send(emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: scale, Mobile: width < 500})
}

func (p *tab) send(params emulation.SetDeviceMetricsOverrideParams) {
	p.Helper()
	p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetDeviceMetricsOverride, params)
		return err
	}))
}

// prefer sets what the person prefers, such as prefers-color-scheme.
func (p *tab) prefer(name, value string) {
	p.Helper()
	p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: name, Value: value}},
		})
		return err
	}))
}

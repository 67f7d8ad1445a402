package browser

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/cbgen/cbgen/runtime/circuithttp"
)

var (
	screenshots = flag.String("screenshots", "", "write pictures of the page into this `folder`, and test nothing else")
	played      = flag.Duration("played", 10*time.Minute+30*time.Second, "how long the scene of the pictures has been played")
)

// TestTakeScreenshots makes the pictures of docs/observing.md.
func TestTakeScreenshots(t *testing.T) {
	if *screenshots == "" {
		t.Skip("nothing is tested here: it makes the pictures of the documentation, with -screenshots")
	}
	registry, url := serve(t, circuithttp.Critical("PaymentClient"), circuithttp.Control(anybody))
	scene := play(registry)
	defer scene.stop()
	time.Sleep(*played)

	p := newTab(t)
	picture := func(name string, width, height int64, scale float64) {
		p.screen(width, height, scale)
		time.Sleep(1200 * time.Millisecond)
		png, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(*screenshots, name+".png"), png, 0o644))
	}
	p.prefer("prefers-color-scheme", "light")
	p.open(url)
	picture("circuits-light", 1280, 900, 1)
	p.prefer("prefers-color-scheme", "dark")
	picture("circuits-phone-dark", 390, 844, 1.5)
	p.screen(1280, 1260, 1)
	p.eval(`(document.querySelector('.row[data-state="open"] .name') || document.querySelector('.name')).click()`)
	picture("circuits-detail-dark", 1280, 1260, 1)
}

package circuithttp_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/circuithttp"
)

func post(h http.Handler, form url.Values, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", "/debug/circuits", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func change(g *cb.Guard, action string) url.Values {
	return url.Values{"id": {fmt.Sprint(g.Snapshot().ID)}, "name": {g.Name()}, "action": {action}}
}

func anybody(*http.Request) bool { return true }

func TestControlIsOffUnlessSwitchedOn(t *testing.T) {
	registry := new(cb.Registry)
	h := circuithttp.Handler(registry)
	g := client(registry, "C").Guard("M", breaker)
	equal(t, post(h, change(g, "force_open")).Code, 405)
	equal(t, g.State(), cb.Closed)
}

func TestControlChangesTheCircuit(t *testing.T) {
	registry := new(cb.Registry)
	h := circuithttp.Handler(registry, circuithttp.Control(anybody))
	other, g := client(registry, "C").Guard("M", breaker), client(registry, "C").Guard("M", breaker)
	for _, tt := range []struct {
		action string
		want   cb.State
	}{{"force_open", cb.ForcedOpen}, {"disable", cb.Disabled}, {"observe", cb.Observe}, {"reset", cb.Closed}} {
		equal(t, post(h, change(g, tt.action)).Code, 204)
		equal(t, g.State(), tt.want)
	}
	equal(t, other.Snapshot().Generation, uint64(0))
}

func TestControlAsksTheAuthorizer(t *testing.T) {
	registry := new(cb.Registry)
	h := circuithttp.Handler(registry, circuithttp.Control(func(r *http.Request) bool { return r.Header.Get("User") == "op" }))
	g := client(registry, "C").Guard("M", breaker)
	equal(t, post(h, change(g, "force_open")).Code, 403)
	equal(t, post(h, change(g, "force_open"), "User", "guest").Code, 403)
	equal(t, g.State(), cb.Closed)
	equal(t, post(h, change(g, "force_open"), "User", "op").Code, 204)
	equal(t, g.State(), cb.ForcedOpen)
}

func TestControlRefusesOtherOriginsBeforeItAsks(t *testing.T) {
	registry := new(cb.Registry)
	h := circuithttp.Handler(registry, circuithttp.Control(func(*http.Request) bool {
		t.Error("asked")
		return true
	}))
	g := client(registry, "C").Guard("M", breaker)
	for _, header := range [][]string{
		{"Sec-Fetch-Site", "cross-site"},
		{"Sec-Fetch-Site", "same-site"},
		{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"},
		{"Origin", "https://evil.example"},
		{"Origin", "null"},
	} {
		equal(t, post(h, change(g, "force_open"), header...).Code, 403)
	}
	equal(t, g.State(), cb.Closed)
}

func TestControlServesItsOwnPageAndWhatIsNoPage(t *testing.T) {
	registry := new(cb.Registry)
	h := circuithttp.Handler(registry, circuithttp.Control(anybody))
	g := client(registry, "C").Guard("M", breaker)
	for _, header := range [][]string{
		nil, // curl, say
		{"Sec-Fetch-Site", "same-origin"},
		{"Sec-Fetch-Site", "same-origin", "Origin", "https://proxy.example"}, // which gives the request another Host
		{"Origin", "http://example.com"},                                     // httptest's host; a browser without Sec-Fetch-Site
	} {
		equal(t, post(h, change(g, "force_open"), header...).Code, 204)
	}
	equal(t, g.State(), cb.ForcedOpen)
}

func TestControlRefusesWhatItDoesNotKnow(t *testing.T) {
	registry := new(cb.Registry)
	h := circuithttp.Handler(registry, circuithttp.Control(anybody))
	g := client(registry, "C").Guard("M", breaker)
	equal(t, post(h, change(g, "explode")).Code, 400)
	equal(t, post(h, url.Values{"name": {"C.M"}, "action": {"reset"}}).Code, 400)
	form := change(g, "force_open")
	form.Set("name", "C.Other") // as in another process, where the number is another circuit's
	equal(t, post(h, form).Code, 404)
	form = change(g, "force_open")
	form.Set("id", "0")
	equal(t, post(h, form).Code, 404)
	r := httptest.NewRequest("POST", "/debug/circuits?"+change(g, "force_open").Encode(), nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r) // a link is no form
	equal(t, w.Code, 400)
	equal(t, g.State(), cb.Closed)
}

func TestControlBoundsTheFormAlsoForTheAuthorizer(t *testing.T) {
	registry := new(cb.Registry)
	h := circuithttp.Handler(registry, circuithttp.Control(func(r *http.Request) bool { return r.PostFormValue("token") == "secret" }))
	g := client(registry, "C").Guard("M", breaker)
	form := change(g, "force_open")
	form.Set("token", "secret")
	form.Set("padding", strings.Repeat("x", 1<<20))
	equal(t, post(h, form).Code, 403)
	equal(t, g.State(), cb.Closed)
	form.Del("padding")
	equal(t, post(h, form).Code, 204)
}

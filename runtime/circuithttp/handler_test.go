package circuithttp_test

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/circuithttp"
)

func TestPageLoadsNothingFromElsewhere(t *testing.T) {
	h := circuithttp.Handler(new(cb.Registry))
	w := get(h, "/debug/circuits")
	equal(t, w.Code, 200)
	equal(t, w.Header().Get("Content-Type"), "text/html; charset=utf-8")
	policy := w.Header().Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "default-src 'none'; script-src 'self'; style-src 'self';") || strings.Contains(policy, "unsafe") {
		t.Error(policy)
	}
	assets := os.DirFS("assets")
	err := fs.WalkDir(assets, ".", func(path string, entry fs.DirEntry, err error) error {
		if entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(assets, path)
		for _, address := range regexp.MustCompile(`(https?:)?//[a-z][\w.-]*\.[a-z]+`).FindAllString(string(content), -1) {
			if address != "http://www.w3.org" { // a name and not a place
				t.Errorf("%s: %s", path, address)
			}
		}
		if path != "page.html" {
			equal(t, get(h, "/debug/circuits/"+path).Body.String(), string(content))
		}
		return err
	})
	equal(t, err, nil)
}

func TestNothingThatIsServedMayBeFramed(t *testing.T) {
	h := circuithttp.Handler(new(cb.Registry), circuithttp.Control(anybody))
	for _, path := range []string{"/debug/circuits", "/debug/circuits/", "/debug/circuits/page.html", "/debug/circuits/icon.svg",
		"/health/circuits", "/debug/circuits/nothing", "/elsewhere"} {
		if policy := get(h, path).Header().Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("%s: %q", path, policy)
		}
	}
}

// Whatever the page refers to must be there, relative to where the page is.
func TestPageFindsItsFilesAlsoBehindAPrefix(t *testing.T) {
	for _, prefix := range []string{"", "/admin/a"} {
		mux := http.NewServeMux()
		mux.Handle(prefix+"/", http.StripPrefix(prefix, circuithttp.Handler(new(cb.Registry))))
		page := get(mux, prefix+"/debug/circuits").Body.String()
		found := regexp.MustCompile(`(?:href|src)="([^"#]+)"`).FindAllStringSubmatch(page, -1)
		if len(found) < 4 {
			t.Fatal(found)
		}
		for _, reference := range found {
			address, _ := url.Parse("http://host" + prefix + "/debug/circuits")
			address, err := address.Parse(reference[1])
			equal(t, err, nil)
			equal(t, get(mux, address.Path).Code, 200)
		}
	}
}

func TestSlashAtTheEndLeadsToThePage(t *testing.T) {
	w := get(http.StripPrefix("/admin", circuithttp.Handler(new(cb.Registry))), "/admin/debug/circuits/")
	equal(t, w.Code, 308)
	base, _ := url.Parse("http://host/admin/debug/circuits/")
	target, err := base.Parse(w.Header().Get("Location"))
	equal(t, err, nil)
	equal(t, target.Path, "/admin/debug/circuits")
}

func TestNothingElseIsServed(t *testing.T) {
	h := circuithttp.Handler(new(cb.Registry))
	for _, path := range []string{"/", "/debug/circuits/page.go", "/debug/circuits/nothing.js", "/debug/circuits/..%2fpage.go", "/health"} {
		equal(t, get(h, path).Code, 404)
	}
}

func TestHeadIsTheHeaderOfGet(t *testing.T) {
	server := httptest.NewServer(circuithttp.Handler(new(cb.Registry), circuithttp.Critical("Nothing")))
	defer server.Close()
	for path, status := range map[string]int{
		"/debug/circuits": 200, "/debug/circuits/page.js": 200, "/health/circuits": 200, "/health/circuits?ready=1": 503, "/debug/circuits/no.js": 404,
	} {
		got, err := http.Get(server.URL + path)
		equal(t, err, nil)
		got.Body.Close()
		head, err := http.Head(server.URL + path)
		equal(t, err, nil)
		equal(t, head.StatusCode, status)
		equal(t, got.StatusCode, status)
		equal(t, head.Header.Get("Content-Type"), got.Header.Get("Content-Type"))
	}
}

func TestMethodsThatAreNotThereAreNamed(t *testing.T) {
	off := circuithttp.Handler(new(cb.Registry))
	on := circuithttp.Handler(new(cb.Registry), circuithttp.Control(anybody))
	for _, c := range []struct {
		h                   http.Handler
		method, path, allow string
	}{
		{off, "POST", "/debug/circuits", "GET, HEAD"},
		{on, "PUT", "/debug/circuits", "GET, HEAD, POST"},
		{on, "POST", "/health/circuits", "GET, HEAD"},
		{on, "POST", "/debug/circuits/events", "GET, HEAD"},
		{on, "DELETE", "/debug/circuits/page.js", "GET, HEAD"},
	} {
		w := httptest.NewRecorder()
		c.h.ServeHTTP(w, httptest.NewRequest(c.method, c.path, nil))
		equal(t, w.Code, 405)
		equal(t, w.Header().Get("Allow"), c.allow)
	}
}

func TestFilesAreNotSentAgain(t *testing.T) {
	h := circuithttp.Handler(new(cb.Registry))
	tag := get(h, "/debug/circuits/page.js").Header().Get("ETag")
	r := httptest.NewRequest("GET", "/debug/circuits/page.js", nil)
	r.Header.Set("If-None-Match", tag)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	equal(t, w.Code, 304)
}

func TestLookingChangesNoCircuit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		registry := new(cb.Registry)
		h := circuithttp.Handler(registry)
		g := client(registry, "PaymentClient").Guard("Charge", breaker)
		call(t, g, errDown)
		time.Sleep(time.Hour) // the wait is over: the next call would probe
		before := g.Snapshot()
		for _, path := range []string{"/health/circuits", "/health/circuits?ready=1", "/debug/circuits"} {
			for _, method := range []string{"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "POST"} {
				h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(method, path, nil))
			}
		}
		stream := watch(t, h, "")
		stream.wait(3 * time.Second)
		stream.leave()
		time.Sleep(time.Minute) // and so does the history
		after := g.Snapshot()
		after.States[cb.Open].Time = before.States[cb.Open].Time // which passes
		equal(t, after, before)
		equal(t, g.State(), cb.Open)
	})
}

func TestNilIsRefused(t *testing.T) {
	for name, f := range map[string]func(){
		"registry":   func() { circuithttp.Handler(nil) },
		"authorizer": func() { circuithttp.Control(nil) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error(name)
				}
			}()
			f()
		}()
	}
}

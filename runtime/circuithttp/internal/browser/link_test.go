package browser

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/circuithttp"
)

func TestPageSaysThatTheConnectionIsLostAndConnectsAgain(t *testing.T) {
	start := func(address string) (*http.Server, *cb.Registry, string) {
		registry := new(cb.Registry)
		listener, err := net.Listen("tcp", address)
		require.NoError(t, err)
		server := &http.Server{Handler: circuithttp.Handler(registry)}
		go server.Serve(listener)
		return server, registry, listener.Addr().String()
	}
	first, registry, address := start("127.0.0.1:0")
	guards := three(t, registry)
	p := newTab(t)
	p.open("http://" + address + "/debug/circuits")
	p.tolerate("net::ERR_")
	require.NoError(t, first.Close())
	p.until(`document.querySelector('#link').dataset.link === 'lost'`)
	require.Contains(t, p.text("#lost"), "The connection is lost. What you see is from")
	require.Equal(t, "PaymentClient.Charge PaymentClient.Refund SearchClient.Find", p.names(), "it is still there to be read")
	require.Equal(t, cb.Closed, guards[0].State())

	second, registry, _ := start(address)
	defer second.Close()
	other := client(registry, "OtherClient").Guard("Do", breaker)
	keep(t, other)
	p.until(`document.querySelector('#link').dataset.link === 'live'`)
	p.until(`document.querySelector('#lost').hidden`)
	require.Equal(t, other.Name(), p.names())
}

func TestPageSaysWhyItIsRefused(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/", circuithttp.Handler(new(cb.Registry)))
	mux.HandleFunc("/debug/circuits/events", func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "too many pages are open", http.StatusServiceUnavailable)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	p := newTab(t)
	p.tolerate("503")
	p.do(chromedp.Navigate(server.URL + "/debug/circuits"))
	p.until(`document.querySelector('#lost').innerText.includes('There is no connection yet. The server says: too many pages are open.')`)
}

// The numbers begin anew with the process: another circuit may have that of a former one.
func TestCircuitOfAnotherProcessIsNotTakenForAFormerOne(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/", circuithttp.Handler(new(cb.Registry)))
	var streams atomic.Int64
	mux.HandleFunc("/debug/circuits/events", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		n := streams.Add(1)
		fmt.Fprintf(w, "data: "+`{"time": 1700000000000, "first": {}, "states": {"closed": 1}, "matched": 1, "order": [7], "circuits": [{"id": 7, "name": "Process%d.Do", `+
			`"state": "closed", "since": "2023-01-01T00:00:00Z", "failures": {}, "slow": {}, "totals": {}}], `+
			`"about": {"7": {"policy": {}, "limits": {}}}, "timelines": {"7": {"from": 0, "step": 5000, "end": 1700000000000, "total": [0, 0, 0]}}}`, n)
		fmt.Fprint(w, "\n\n")
		w.(http.Flusher).Flush()
		if n > 1 {
			<-r.Context().Done()
		}
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	defer server.CloseClientConnections()
	p := newTab(t)
	p.open(server.URL + "/debug/circuits")
	p.until(`document.querySelector('.name').textContent === 'Process2.Do'`)
	require.Equal(t, "Process2.Do", p.names())
}

// What the page shows of durations is about the last minute, once it knows what was before it.
func TestDurationsAreThoseOfTheLastMinute(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/", circuithttp.Handler(new(cb.Registry)))
	mux.HandleFunc("/debug/circuits/events", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		const status = `"circuits": [{"id": 7, "name": "Shop.Buy", "state": "closed", "since": "2023-01-01T00:00:00Z", "failures": {}, "slow": {}, ` +
			`"totals": {"successes": 0, "failures": 0, "ignored": 0, "cancelled": 0, "slow": 0, "late": 0, "rejected_open": 0, "rejected_full": 0}, ` +
			`"durations": {"buckets": [0.0005, 90], "counts": %s, "sum": 1}}]`
		fmt.Fprintf(w, `data: {"time": 1700000000000, "first": {}, "states": {"closed": 1}, "matched": 1, "order": [7], `+status+`, `+
			`"about": {"7": {"policy": {}, "limits": {}}}, "timelines": {"7": {"from": 0, "step": 5000, "end": 1700000000000, "total": [0, 0, 0]}}}`, "[500, 500, 500]")
		fmt.Fprintf(w, "\n\n"+`data: {"time": 1700000061000, `+status+"}\n\n", "[502, 501, 501]")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	defer server.CloseClientConnections()
	p := newTab(t)
	p.open(server.URL + "/debug/circuits")
	p.click(".name")
	p.until(`document.querySelector('.detail').innerText.includes('Of 4 calls in the last minute: half within 500 µs, 95 % not within 1.5 min, 99 % not within 1.5 min')`)
}

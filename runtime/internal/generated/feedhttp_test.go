package generated

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// httpFeed gets from a real server.
type httpFeed struct {
	*source
	client *http.Client
}

func (f httpFeed) Get(req *http.Request) (*http.Response, error) { return f.client.Do(req) }

// serve answers as the path says.
func serve(w http.ResponseWriter, r *http.Request) {
	flush := func() { w.(http.Flusher).Flush() }
	switch r.URL.Path {
	case "/whole":
		io.WriteString(w, "whole")
	case "/broken":
		io.WriteString(w, "brok")
		flush()
		panic(http.ErrAbortHandler)
	case "/endless":
		io.WriteString(w, "end")
		flush()
		<-r.Context().Done()
	case "/echo":
		w.Header().Set("Connection", "Upgrade")
		w.Header().Set("Upgrade", "echo")
		w.WriteHeader(http.StatusSwitchingProtocols)
		conn, rw, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		line, _ := rw.ReadString('\n')
		io.WriteString(conn, line)
	}
}

func TestBodyOfARealServerEndsTheCall(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(serve))
	defer server.Close()
	discard := func(_ *testing.T, resp *http.Response, _ func()) { io.Copy(io.Discard, resp.Body) }

	for name, c := range map[string]struct {
		path    string
		consume func(t *testing.T, resp *http.Response, hangUp func())
		want    cb.Totals
	}{
		"read to its end": {"/whole", discard, cb.Totals{Successes: 1}},
		"broken off":      {"/broken", discard, cb.Totals{Failures: 1}},
		"closed before its end": {"/endless", func(t *testing.T, resp *http.Response, _ func()) {
			_, err := io.ReadFull(resp.Body, make([]byte, 3))
			require.NoError(t, err)
		}, cb.Totals{Successes: 1}},
		"closed while it is read": {"/endless", func(t *testing.T, resp *http.Response, _ func()) {
			go resp.Body.Close()
			_, err := io.Copy(io.Discard, resp.Body)
			require.Error(t, err)
		}, cb.Totals{Successes: 1}},
		"given up by the caller": {"/endless", func(t *testing.T, resp *http.Response, hangUp func()) {
			hangUp()
			_, err := io.Copy(io.Discard, resp.Body)
			require.ErrorIs(t, err, context.Canceled)
		}, cb.Totals{Cancelled: 1}},
		"written to after switching protocols": {"/echo", func(t *testing.T, resp *http.Response, _ func()) {
			require.Equal(t, http.StatusSwitchingProtocols, resp.StatusCode)
			_, err := resp.Body.(io.Writer).Write([]byte("hello\n"))
			require.NoError(t, err)
			line, err := bufio.NewReader(resp.Body).ReadString('\n')
			require.NoError(t, err)
			require.Equal(t, "hello\n", line)
		}, cb.Totals{Successes: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFeed(httpFeed{client: server.Client()})
			ctx, hangUp := context.WithCancel(t.Context())
			defer hangUp()
			req, err := http.NewRequestWithContext(ctx, "GET", server.URL+c.path, nil)
			require.NoError(t, err)
			if c.path == "/echo" {
				req.Header.Set("Connection", "Upgrade")
				req.Header.Set("Upgrade", "echo")
			}
			resp, err := f.Get(req)
			require.NoError(t, err)
			require.Equal(t, 1, f.get.Snapshot().InFlight)
			c.consume(t, resp, hangUp)
			resp.Body.Close()
			require.Equal(t, c.want, total(t, f.get))
		})
	}
}

func TestBodyCanWhatItCouldBefore(t *testing.T) {
	type (
		writer   struct{ io.Writer }
		writerTo struct{ io.WriterTo }
	)
	plain := io.NopCloser(io.LimitReader(nil, 0))
	for _, c := range []struct {
		body             io.ReadCloser
		writes, writesTo bool
	}{
		{body: plain},
		{struct {
			io.ReadCloser
			writer
		}{plain, writer{}}, true, false},
		{struct {
			io.ReadCloser
			writerTo
		}{plain, writerTo{}}, false, true},
		{struct {
			io.ReadCloser
			writer
			writerTo
		}{plain, writer{}, writerTo{}}, true, true},
	} {
		f := newFeed(httpFeed{client: &http.Client{Transport: bodies{c.body}}})
		req, err := http.NewRequestWithContext(t.Context(), "GET", "http://example.com", nil)
		require.NoError(t, err)
		resp, err := f.Get(req)
		require.NoError(t, err)
		_, writes := resp.Body.(io.Writer)
		_, writesTo := resp.Body.(io.WriterTo)
		require.Equal(t, c.writes, writes)
		require.Equal(t, c.writesTo, writesTo)
	}
}

// bodies is a transport whose responses have that body.
type bodies struct{ io.ReadCloser }

func (b bodies) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Body: b.ReadCloser}, nil
}

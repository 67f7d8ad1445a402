package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cbgen/cbgen/examples/internal/faulty"
	"github.com/cbgen/cbgen/examples/internal/network"
)

// inBubble opens the shop in fake time. That the bubble ends shows that no goroutine is left.
func inBubble(t *testing.T, test func(t *testing.T, s *shop)) {
	synctest.Test(t, func(t *testing.T) {
		s, err := openShop(network.InMemory(), network.Loopback)
		require.NoError(t, err)
		defer s.close()
		test(t, s)
	})
}

// get is the gateway's answer to a request, and how long it took.
func (s *shop) get(t *testing.T, path string) (status int, body string, took time.Duration) {
	t.Helper()
	began := time.Now()
	response, err := s.callers().Get(s.front.URL + path)
	require.NoError(t, err)
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(content), time.Since(began)
}

// visit lets visitors in until the circuits have noticed, one every 20 ms.
func (s *shop) visit(t *testing.T, visitors int) {
	t.Helper()
	for range visitors {
		go s.callers().Get(s.front.URL + "/products/teapot")
		time.Sleep(20 * time.Millisecond)
	}
	time.Sleep(2 * patience)
}

func pageOf(t *testing.T, body string) page {
	t.Helper()
	var p page
	require.NoError(t, json.Unmarshal([]byte(body), &p))
	return p
}

func TestPageIsMadeOfAllUpstreams(t *testing.T) {
	inBubble(t, func(t *testing.T, s *shop) {
		status, body, _ := s.get(t, "/products/teapot")
		require.Equal(t, http.StatusOK, status)
		require.Equal(t, page{Product: &Product{"Teapot"}, Price: &Price{4200}, Review: &Review{4.5}}, pageOf(t, body))
	})
}

func TestPageDoesNotWaitForReviewsThatHang(t *testing.T) {
	inBubble(t, func(t *testing.T, s *shop) {
		s.servers["reviews"].SetMood(faulty.Hanging)
		_, body, took := s.get(t, "/products/teapot")
		require.Equal(t, patience, took, "the circuit does not know it yet")
		require.Nil(t, pageOf(t, body).Review)

		s.visit(t, 50)
		s.get(t, "/products/teapot") // probes
		status, body, took := s.get(t, "/products/teapot")
		require.Equal(t, http.StatusOK, status)
		require.Nil(t, pageOf(t, body).Review)
		require.Less(t, took, 50*time.Millisecond)

		status, _, _ = s.get(t, "/health/circuits?ready=1")
		require.Equal(t, http.StatusOK, status, "reviews are not critical")
	})
}

func TestLastPriceIsShownWhilePricesFail(t *testing.T) {
	inBubble(t, func(t *testing.T, s *shop) {
		s.servers["prices"].SetMood(faulty.Failing)
		_, body, _ := s.get(t, "/products/teapot")
		require.Nil(t, pageOf(t, body).Price, "none is known")

		s.servers["prices"].SetMood(faulty.Healthy)
		s.get(t, "/products/teapot")
		s.servers["prices"].SetMood(faulty.Failing)
		_, body, _ = s.get(t, "/products/teapot")
		require.Equal(t, &Price{4200}, pageOf(t, body).Price)
		require.True(t, pageOf(t, body).Stale)
	})
}

func TestGatewayIsNotReadyWhileTheCatalogIsOpen(t *testing.T) {
	inBubble(t, func(t *testing.T, s *shop) {
		status, _, _ := s.get(t, "/health/circuits?ready=1")
		require.Equal(t, http.StatusOK, status)

		s.servers["catalog"].SetMood(faulty.Failing)
		for range 15 {
			s.get(t, "/products/teapot")
		}
		status, _, took := s.get(t, "/products/teapot")
		require.Equal(t, http.StatusServiceUnavailable, status)
		require.Less(t, took, 50*time.Millisecond)
		status, body, _ := s.get(t, "/health/circuits?ready=1")
		require.Equal(t, http.StatusServiceUnavailable, status)
		require.Contains(t, body, `"not_ready":[{"name":"Catalog.Product","reason":"open"}]`)

		s.servers["catalog"].SetMood(faulty.Healthy)
		time.Sleep(2 * time.Second)
		for range 3 {
			status, _, _ = s.get(t, "/products/teapot")
			require.Equal(t, http.StatusOK, status, "it probes, although nobody was sent here meanwhile")
		}
		status, _, _ = s.get(t, "/health/circuits?ready=1")
		require.Equal(t, http.StatusOK, status)
	})
}

func TestFaultsAreInjectedByRequest(t *testing.T) {
	inBubble(t, func(t *testing.T, s *shop) {
		for path, want := range map[string]int{
			"/faults/reviews/slow":  http.StatusOK,
			"/faults/reviews/happy": http.StatusBadRequest,
			"/faults/stock/slow":    http.StatusBadRequest,
		} {
			response, err := s.callers().Post(s.front.URL+path, "", nil)
			require.NoError(t, err)
			response.Body.Close()
			require.Equal(t, want, response.StatusCode, path)
		}
		mood, _ := s.servers["reviews"].Mood()
		require.Equal(t, faulty.Slow, mood)
	})
}

func TestShowGoesThroughItsProgramme(t *testing.T) {
	inBubble(t, func(t *testing.T, s *shop) {
		var out bytes.Buffer
		show := &show{out: &out, shop: s, duration: 30 * time.Second, rate: 50}
		show.run(t.Context())
		require.Equal(t, 30, strings.Count(out.String(), "ready\n"))
		require.Contains(t, out.String(), "not ready")
		require.Equal(t, len(programme), strings.Count(out.String(), "── the "))
		total := show.total
		require.Greater(t, total[complete], 300)
		require.Greater(t, total[partial], 300)
		require.Greater(t, total[unavailable], 50)
		require.Less(t, total[failed], 20)
	})
}

func TestShowTellsOfTheFaultsThatVisitorsMake(t *testing.T) {
	inBubble(t, func(t *testing.T, s *shop) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		time.AfterFunc(1500*time.Millisecond, func() {
			if response, err := s.callers().Post(s.front.URL+"/faults/reviews/slow", "", nil); err == nil {
				response.Body.Close()
			}
		})
		var out bytes.Buffer
		show := &show{out: &out, shop: s, rate: 50}
		show.run(ctx)
		require.Equal(t, 1, strings.Count(out.String(), "── the reviews: slow\n"))
	})
}

func TestCommandServesRealHTTPUntilItIsEnded(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	out := &lines{url: make(chan string, 1)}
	ended := make(chan int)
	go func() { ended <- newProgram().Run(ctx, []string{"-duration", "0"}, out, io.Discard) }()
	url := <-out.url
	for _, path := range []string{"/products/teapot", "/debug/circuits", "/health/circuits?ready=1", "/metrics"} {
		response, err := http.Get(url + path)
		require.NoError(t, err)
		response.Body.Close()
		require.Equal(t, http.StatusOK, response.StatusCode, path)
	}
	cancel()
	require.Zero(t, <-ended)
}

// lines finds the gateway's address in what the command prints.
type lines struct{ url chan string }

func (l *lines) Write(p []byte) (int, error) {
	if _, rest, ok := strings.Cut(string(p), "curl "); ok {
		url, _, _ := strings.Cut(rest, "/products")
		l.url <- url
	}
	return len(p), nil
}

func TestFlags(t *testing.T) {
	for _, c := range []struct {
		args   string
		status int
		says   string
	}{
		{"-h", 0, "A gateway before three upstreams"},
		{"-duration 1s", 2, "less than 15s is too short"},
		{"-rate 1", 2, "write a number between 20 and 500"},
		{"-listen nowhere", 1, "nowhere"},
		{"now", 2, "there are no arguments besides flags"},
	} {
		var stdout, stderr bytes.Buffer
		require.Equal(t, c.status, newProgram().Run(t.Context(), strings.Fields(c.args), &stdout, &stderr), c.args)
		require.Contains(t, stderr.String(), c.says)
		require.Empty(t, stdout.String())
	}
}

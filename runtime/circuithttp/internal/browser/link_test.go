package browser

import (
	"net"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
	"github.com/cbgen/cbgen/runtime/circuithttp"
)

// A process that ends and is started again has other circuits, with the numbers of the former.
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

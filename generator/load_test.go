package generator_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/cbgen/cbgen/generator"
)

const clients = `
-- payment/client.go --
package payment

type Client interface {
	Do() error
}

type PaymentClient interface {
	Do() error
}
-- payment/client_test.go --
package payment

type fake interface {
	Do() error
}
-- payment/external_test.go --
package payment_test

type Outside interface {
	Do() error
}
`

func TestEveryTypeGetsAFileBesideIt(t *testing.T) {
	dir := extract(t, txtar.Parse([]byte(clients)))
	files, diagnostics, err := generator.Generate(context.Background(), generator.Config{
		Dir: dir, Package: "./payment", Types: []string{"PaymentClient", "Client", "fake", "Outside"},
	})
	require.NoError(t, err)
	require.Empty(t, diagnostics)
	var paths []string
	for _, file := range files {
		paths = append(paths, file.Path)
	}
	require.Equal(t, []string{
		filepath.Join(dir, "payment", "paymentclient_cbgen.go"),
		filepath.Join(dir, "payment", "client_cbgen.go"),
		filepath.Join(dir, "payment", "fake_cbgen_test.go"),
		filepath.Join(dir, "payment", "outside_cbgen_test.go"),
	}, paths)
}

func TestNothingIsGeneratedOnceTheContextIsDone(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	dir := extract(t, txtar.Parse([]byte(clients)))
	files, _, err := generator.Generate(ctx, generator.Config{Dir: dir, Package: "./payment", Types: []string{"Client"}})
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, files)
}

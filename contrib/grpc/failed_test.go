package cbgrpc_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	cbgrpc "github.com/cbgen/cbgen/contrib/grpc"
)

func TestFailedIsForStatusesOfAServerInTrouble(t *testing.T) {
	failures := map[codes.Code]bool{
		codes.Unavailable: true, codes.DeadlineExceeded: true, codes.ResourceExhausted: true,
		codes.Internal: true, codes.Unknown: true, codes.DataLoss: true,
	}
	for code := codes.OK; code <= codes.Unauthenticated; code++ {
		err := status.Error(code, "")
		require.Equal(t, failures[code], cbgrpc.Failed(err), code)
		if err != nil {
			require.Equal(t, failures[code], cbgrpc.Failed(fmt.Errorf("greet: %w", err)), "%v, wrapped", code)
		}
	}
}

func TestErrorWithoutAStatusIsAFailureUnlessAContextWasCancelled(t *testing.T) {
	require.False(t, cbgrpc.Failed(nil))
	require.True(t, cbgrpc.Failed(errors.New("down")))
	require.True(t, cbgrpc.Failed(fmt.Errorf("call: %w", context.DeadlineExceeded)))
	require.False(t, cbgrpc.Failed(context.Canceled))
}

package cbgrpc

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Failed reports whether an error says that the server, or the way to it, is in trouble: its
// status is Unavailable, DeadlineExceeded, ResourceExhausted, Internal, Unknown or DataLoss.
// Other statuses, such as NotFound, are answers like any other. So is nil. An error that has no
// status is Unknown, except for those of a context.
//
// A caller that has hung up also gets DeadlineExceeded: see [HungUp].
func Failed(err error) bool {
	switch code(err) {
	case codes.Unavailable, codes.DeadlineExceeded, codes.ResourceExhausted, codes.Internal, codes.Unknown, codes.DataLoss:
		return true
	}
	return false
}

// HungUp reports whether an error says that the caller with this context has hung up: the
// context is done, and the status is Canceled or DeadlineExceeded. Such a call says nothing about
// the server. A guard cannot see that by itself, since the errors of gRPC are not those of the
// context: let a directive ignore them.
func HungUp(ctx context.Context, err error) bool {
	return ctx.Err() != nil && (code(err) == codes.Canceled || code(err) == codes.DeadlineExceeded)
}

func code(err error) codes.Code {
	s, ok := status.FromError(err)
	if !ok {
		s = status.FromContextError(err)
	}
	return s.Code()
}

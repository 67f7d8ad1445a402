// Package cbgrpc says which errors of gRPC are failures of the server, for directives:
//
//	import _ "github.com/cbgen/cbgen/contrib/grpc" // cbgrpc
//
//	//cbgen:ignore if="cbgrpc.HungUp(ctx, err)"
//	//cbgen:failure if=cbgrpc.Failed
//	SayHello(ctx context.Context, req *HelloRequest, opts ...grpc.CallOption) (*HelloReply, error)
//
// It has another name than its folder, so that it can stand in a file beside package grpc.
package cbgrpc

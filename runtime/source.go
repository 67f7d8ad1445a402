package runtime

import (
	"path"
	"runtime"
	"strconv"
	"strings"
)

// A Source is a place in the program. It is a program counter, which is quickly had; what it
// stands for is found out by String.
type Source uintptr

// caller is where the exported function was called that asks.
func caller() Source { return callerAbove(1) }

// callersCaller is where the function was called that called the exported function.
func callersCaller() Source { return callerAbove(2) }

func callerAbove(exported int) Source {
	var pcs [1]uintptr
	runtime.Callers(exported+3, pcs[:])
	return Source(pcs[0])
}

// String is the package, the file and the line, such as
// example.org/shop/payment/paymentclient_cbgen.go:31. That of the zero Source is empty.
func (s Source) String() string {
	if s == 0 {
		return ""
	}
	frame, _ := runtime.CallersFrames([]uintptr{uintptr(s)}).Next()
	return packageOf(frame.Function) + "/" + path.Base(frame.File) + ":" + strconv.Itoa(frame.Line)
}

// packageOf is the path of the package that a function with this name is in. In its last part
// the linker has written dots another way.
func packageOf(function string) string {
	slash := strings.LastIndexByte(function, '/') + 1
	name, _, _ := strings.Cut(function[slash:], ".")
	return function[:slash] + strings.ReplaceAll(name, "%2e", ".")
}

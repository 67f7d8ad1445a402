module github.com/cbgen/cbgen/runtime/internal/linearizable

go 1.26.0

replace github.com/cbgen/cbgen => ../../..

require (
	github.com/anishathalye/porcupine v1.3.1
	github.com/cbgen/cbgen v0.0.0-00010101000000-000000000000
)

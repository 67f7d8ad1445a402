// Package circuithttp shows the guards of a registry over HTTP: as JSON for machines, and as
// a live page for people. It imports the standard library alone.
//
//	mux.Handle("/", circuithttp.Handler(cb.DefaultRegistry, circuithttp.Critical("Ledger")))
//
// The handler serves
//
//	GET /health/circuits          every circuit as JSON
//	GET /health/circuits?ready=1  the critical ones: 200, or 503 while one of them is open
//	GET /debug/circuits           the page, and below it what the page needs
//
// and, where [Control] has switched it on, POST /debug/circuits. It may stand behind
// [http.StripPrefix]: the page knows no absolute path. What it shows is for whoever runs the
// program, and the texts of errors may tell more than strangers should know: serve it where
// only they come.
//
// Looking changes no circuit. What the JSON means, field by field, is in docs/observing.md.
package circuithttp

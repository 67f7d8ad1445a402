// Package browser has the tests of circuithttp's page in a real browser. It is a module of its
// own, so that what drives the browser never enters ours. It needs Chromium: the tests fail
// without it.
package browser

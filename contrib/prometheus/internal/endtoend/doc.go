// Package endtoend tests contrib/prometheus with Prometheus itself: its rules, its storage, its
// queries. It is a module of its own, outside of the workspace, so that what Prometheus needs
// burdens nobody else.
package endtoend

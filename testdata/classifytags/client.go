package classifytags

import (
	"net/http"

	_ "database/sql" // for the directives alone
	cb "github.com/cbgen/cbgen/runtime"
)

//go:generate cbgen -type Client -policy ClientPolicy

type Client interface{ http.RoundTripper }

type ClientPolicy struct {
	RoundTrip cb.Policy `ignore:"sql.ErrNoRows,cb.ErrOpen" failure:"if='r0.StatusCode >= 500 && r0.Header.Get(\"Retry-After\") == \"\"'"`
}

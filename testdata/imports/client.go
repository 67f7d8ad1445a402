// Package imports needs packages of one name, and one by another name.
package imports

import (
	crand "crypto/rand"
	html "html/template"
	"math/rand"
	"text/template"

	assertions "github.com/stretchr/testify/assert"
)

//go:generate cbgen -type Client

var _ = crand.Reader

type Client interface {
	Text(t *template.Template) error
	HTML(t *html.Template) error
	Random(r *rand.Rand) error
	Assert(t assertions.TestingT) error
}

// Package a takes a template.
package a

import "text/template"

type Text interface {
	Text(t *template.Template) error
}

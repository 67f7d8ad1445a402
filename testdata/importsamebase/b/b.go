// Package b takes another one.
package b

import "html/template"

type HTML interface {
	HTML(t *template.Template) error
}

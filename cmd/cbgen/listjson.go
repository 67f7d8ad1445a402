package main

import (
	"encoding/json"
	"go/token"
	"io"

	"github.com/cbgen/cbgen/generator"
)

// The types below are the schema of cbgen list -json, which docs/directives.md describes.
// Programs rely on it: fields are added to it, and never renamed.

type jsonList struct {
	Packages []jsonPackage `json:"packages"`
}

type jsonPackage struct {
	Path  string     `json:"path"`
	Types []jsonType `json:"types"`
}

type jsonType struct {
	Name     string       `json:"name"`
	Position jsonPosition `json:"position"`
	Methods  []jsonMethod `json:"methods"`
}

type jsonMethod struct {
	Name      string              `json:"name"`
	Position  jsonPosition        `json:"position"`
	Guarded   bool                `json:"guarded"`
	Unguarded string              `json:"unguarded,omitempty"`
	Policy    map[string]jsonVerb `json:"policy"`
}

type jsonVerb struct {
	Position *jsonPosition        `json:"position,omitempty"`
	Default  bool                 `json:"default,omitempty"`
	Off      bool                 `json:"off,omitempty"`
	Keys     map[string]jsonValue `json:"keys"`
}

type jsonValue struct {
	Value    string        `json:"value"`
	Position *jsonPosition `json:"position,omitempty"`
	Default  bool          `json:"default,omitempty"`
}

type jsonPosition struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

func listJSON(pkgs []generator.PackagePolicies, w io.Writer) error {
	list := jsonList{}
	for _, pkg := range pkgs {
		p := jsonPackage{Path: pkg.Path}
		for _, t := range pkg.Types {
			p.Types = append(p.Types, newJSONType(t))
		}
		list.Packages = append(list.Packages, p)
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "\t")
	return encoder.Encode(list)
}

func newJSONType(t generator.TypePolicies) jsonType {
	found := jsonType{Name: t.Name, Position: newJSONPosition(t.Pos)}
	for _, m := range t.Methods {
		next := jsonMethod{
			Name:      m.Name,
			Position:  newJSONPosition(m.Pos),
			Guarded:   m.Unguarded == "",
			Unguarded: m.Unguarded,
			Policy:    make(map[string]jsonVerb),
		}
		for _, v := range m.Verbs {
			next.Policy[v.Verb] = newJSONVerb(v)
		}
		found.Methods = append(found.Methods, next)
	}
	return found
}

func newJSONVerb(v generator.VerbPolicy) jsonVerb {
	found := jsonVerb{Off: v.Off, Keys: make(map[string]jsonValue)}
	found.Position, found.Default = positionOrDefault(v.Pos)
	for _, s := range v.Settings {
		next := jsonValue{Value: s.Value}
		next.Position, next.Default = positionOrDefault(s.Pos)
		found.Keys[s.Key] = next
	}
	return found
}

func positionOrDefault(pos token.Position) (*jsonPosition, bool) {
	if !pos.IsValid() {
		return nil, true
	}
	p := newJSONPosition(pos)
	return &p, false
}

func newJSONPosition(pos token.Position) jsonPosition {
	return jsonPosition{pos.Filename, pos.Line, pos.Column}
}

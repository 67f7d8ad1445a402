package generator

import (
	"go/ast"
	"maps"
	"slices"
)

// reportLost reports the directives of a method that would have no effect since the method
// comes into the interface by another way too, which counts, and where something else is said.
func (r *resolver) reportLost(m *method, written map[*ast.CommentGroup]directives) {
	counting := m.places(written)
	for _, other := range m.others {
		places := other.places(written)
		if places[0].verb(skip.name) != nil {
			places = places[:1]
		}
		for _, v := range verbs {
			if v == &only {
				continue // it is about the interface itself
			}
			at := slices.IndexFunc(places, func(ds directives) bool { return ds.verb(v.name) != nil })
			if at < 0 || r.sharesPlace(m, other, v, at) || r.overrides(m, other, v, counting[0], at) {
				continue
			}
			lost, applies := places[at].verb(v.name), nearestVerb(v.name, counting)
			if applies != nil && applies.says(lost) {
				continue
			}
			r.reportLostOne(m, other, lost)
		}
	}
}

// sharesPlace reports whether what is said in the place is not specific to the other route,
// or could not apply to the method by any.
func (r *resolver) sharesPlace(m *method, other route, v *verb, at int) bool {
	if at == 0 {
		return other.declared == m.declared
	}
	isUseless := !m.reportsRejections() && m.applied.verb(fallback.name) == nil && v != &fallback && v != &stream
	return isUseless || slices.Contains(m.within, other.within[at-1])
}

// overrides reports whether an interface that embeds the method declares it again with a
// directive of its own, and leaves that of the embedded one its use.
func (r *resolver) overrides(m *method, other route, v *verb, own directives, at int) bool {
	if !m.redeclares(other) || own.verb(v.name) == nil && own.verb(skip.name) == nil {
		return false
	}
	return at > 0 || slices.Contains(r.asked.types(r.pkg), other.within[0].spec.Name.Name)
}

// redeclares reports whether what embeds the other route's interface declares m too.
func (m *method) redeclares(other route) bool {
	outside := len(other.within) - len(m.within)
	return outside > 0 && slices.Equal(other.within[outside:], m.within)
}

// says reports whether two directives of one verb say the same. One that is wrong may do so.
func (d *directive) says(other *directive) bool {
	return d.wrong || other.wrong || d.off.IsValid() == other.off.IsValid() && d.policy == other.policy &&
		maps.Equal(d.beside(), other.beside())
}

// beside is what the directive says that no policy holds.
func (d *directive) beside() map[string]string {
	texts := make(map[string]string)
	for _, k := range d.verb.arguments() {
		if given, ok := d.arguments[k.Name]; ok && k.kind != ofPolicy {
			texts[k.Name] = given.text
		}
	}
	return texts
}

func (r *resolver) reportLostOne(m *method, other route, lost *directive) {
	if m.redeclares(other) && !m.isForeign() {
		r.add(lost.pos, "%s declares %s itself, which counts, so this %s is lost there: write it on that declaration",
			m.within[0].spec.Name.Name, m.name(), lost.verb.name)
		return
	}
	r.add(lost.pos, "%s gets %s from %s, which counts, so this %s is lost there: write the same in both",
		r.object.Name(), m.name(), m.source(other), lost.verb.name)
}

// source is the name of the type that the method comes from, and not by the other route.
func (m *method) source(other route) string {
	by := slices.IndexFunc(m.within, func(d declaration) bool { return !slices.Contains(other.within, d) })
	if by < 0 && m.isForeign() {
		return owner(m)
	}
	return m.within[max(by, 0)].spec.Name.Name
}

// Package circuitmetrics is what adaptors to metrics systems have in common: which metrics
// there are, and what they are for each method. It imports the standard library alone.
// Users want an adaptor, such as contrib/prometheus or contrib/otel.
//
// # Guards of one name
//
// A program that makes several clients of one type has several guards of one name, and one
// set of metrics for all of them. Counts are added up, the time in each state too. The state
// is the one that most needs to be seen: open before half-open, then forced open, disabled,
// observe, closed.
//
// # Guards that are gone
//
// A counter never goes backwards. A [Gatherer] remembers what each guard had counted when
// it last looked; when a client is no longer used and its guards have been collected as
// garbage, that stays in the sums. What they counted after the last look is lost. When none
// is left, the counters stay, and what tells of now, such as the state, is no longer told.
//
// # Buckets
//
// The buckets of a method's durations are those of the first of its guards that was seen to count
// them. Where another guard has others, its calls are in the next of them that is sure to hold
// them: give all clients of a type the same.
package circuitmetrics

// Package policyfields has methods that are called like those of what cbgen generates for
// policies, and some that are not exported.
package policyfields

//go:generate cbgen -type Client

type Client interface {
	Apply(policies string) error
	UnmarshalJSON(text []byte) error
	UnmarshalJSONPolicy() error
	//cbgen:breaker rate=50% min=20 halfopen=1m
	Override() error
	//cbgen:breaker off
	//cbgen:bulkhead max=3
	Get() error
	get() error
	byMethod() error
	取() error
}

// These are what the field, and so the names in JSON, are to be.
var (
	_ = ClientPolicies{}.Get
	_ = ClientPolicies{}.GetPolicy
	_ = (*GuardedClient).ApplyPolicies
)

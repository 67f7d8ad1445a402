package histories

import cb "github.com/cbgen/cbgen/runtime"

// Overrides are the ways to take the decision from the rules, and back.
var Overrides = []struct {
	State cb.State
	Set   func(*cb.Guard)
}{
	{cb.Closed, (*cb.Guard).Reset},
	{cb.Closed, (*cb.Guard).Reset},
	{cb.ForcedOpen, (*cb.Guard).ForceOpen},
	{cb.Disabled, (*cb.Guard).Disable},
	{cb.Observe, (*cb.Guard).Observe},
	{cb.Observe, (*cb.Guard).Observe},
}

package semantics_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	cb "github.com/cbgen/cbgen/runtime"
)

// twoPolicies are like what cbgen generates for a client with two methods.
type twoPolicies struct{ Charge, Refund cb.Policy }

func (p *twoPolicies) byMethod() cb.Policies {
	return cb.Policies{"Charge": &p.Charge, "Refund": &p.Refund}
}

func (p *twoPolicies) guards(opts ...cb.Option) []*cb.Guard {
	client := cb.NewClient("PaymentClient", struct{}{}, append(opts, cb.WithRegistry(new(cb.Registry)))...)
	policies := cb.PoliciesOf(client, *p)
	return []*cb.Guard{client.Guard("Charge", policies.Charge), client.Guard("Refund", policies.Refund)}
}

func failures(n int) cb.Policy { return breaker(cb.Breaker{Failures: n}) }

func TestConstructorTakesOtherPolicies(t *testing.T) {
	defaults := &twoPolicies{failures(5), failures(5)}
	guards := defaults.guards(cb.WithPolicies(twoPolicies{failures(1), cb.Policy{Off: true}}))
	require.Equal(t, 1, guards[0].Snapshot().Policy.Breaker.Failures)
	require.Equal(t, cb.Policy{}, guards[1].Snapshot().Policy)
	require.Equal(t, 5, defaults.guards()[0].Snapshot().Policy.Breaker.Failures)
}

func TestConstructorRefusesPoliciesThatItCannotTake(t *testing.T) {
	defaults := &twoPolicies{failures(5), failures(5)}
	for want, make := range map[string]func(){
		"cb: WithPolicies has a semantics_test.other, and the policies of PaymentClient are a semantics_test.twoPolicies": func() {
			type other struct{ Charge cb.Policy }
			defaults.guards(cb.WithPolicies(other{}))
		},
		"cb: WithPolicies has a *semantics_test.twoPolicies, and the policies of PaymentClient are a semantics_test.twoPolicies": func() {
			defaults.guards(cb.WithPolicies(defaults))
		},
		"cb: PaymentClient.Refund: there is no policy: begin with the default policies of the client, or set Off to guard nothing": func() {
			defaults.guards(cb.WithPolicies(twoPolicies{Charge: failures(1)}))
		},
		"cb: PaymentClient.Charge: breaker failures: must be at least 1": func() {
			defaults.guards(cb.WithPolicies(twoPolicies{failures(-1), failures(1)}))
		},
		"cb: WithPolicies(nil)": func() { cb.WithPolicies(nil) },
	} {
		require.PanicsWithValue(t, want, make)
	}
}

// A constructor of GeneratedV1 would take no notice of the policies.
func TestPoliciesForCodeThatDoesNotKnowThemAreRefused(t *testing.T) {
	client := cb.NewClient("PaymentClient", struct{}{}, cb.WithPolicies(twoPolicies{}))
	require.PanicsWithValue(t, "cb: WithPolicies is not for PaymentClient, which an older cbgen has generated: generate it again", func() {
		client.Guard("Charge", failures(1))
	})
}

func TestPoliciesApplyToAllGuardsOrToNone(t *testing.T) {
	group := func(n int) cb.Policy { return breaker(cb.Breaker{Failures: n, Group: "all"}) }
	for name, c := range map[string]struct {
		before, wrong twoPolicies
		want          string
	}{
		"the last is invalid": {
			twoPolicies{failures(5), failures(5)}, twoPolicies{failures(1), failures(-1)},
			"cb: PaymentClient.Refund: breaker failures: must be at least 1",
		},
		"both are": {
			twoPolicies{failures(5), failures(5)}, twoPolicies{bulkhead(cb.Bulkhead{Max: -1}), failures(-1)},
			"cb: PaymentClient.Charge: bulkhead max: must be at least 1: how many calls may be in flight\n" +
				"cb: PaymentClient.Refund: breaker failures: must be at least 1",
		},
		"one is missing": {
			twoPolicies{failures(5), failures(5)}, twoPolicies{Charge: failures(1)},
			"cb: PaymentClient.Refund: there is no policy: begin with the default policies of the client, or set Off to guard nothing",
		},
		"one leaves its group": {
			twoPolicies{group(5), group(5)}, twoPolicies{group(1), failures(1)},
			`cb: PaymentClient.Refund: breaker group: is "all" and cannot change while running`,
		},
		"a group would have two": {
			twoPolicies{group(5), group(5)}, twoPolicies{group(1), group(2)},
			"cb: Charge and Refund share the breaker of group=all, but their policies differ: write the same for both",
		},
	} {
		t.Run(name, func(t *testing.T) {
			guards := c.before.guards()
			before := []cb.Policy{guards[0].Snapshot().Policy, guards[1].Snapshot().Policy}
			require.EqualError(t, c.wrong.byMethod().Apply(guards), c.want)
			require.Equal(t, before, []cb.Policy{guards[0].Snapshot().Policy, guards[1].Snapshot().Policy})

			right := twoPolicies{c.before.Charge, c.before.Refund}
			right.Charge.Breaker.Probes, right.Refund.Breaker.Probes = 9, 9
			require.NoError(t, right.byMethod().Apply(guards))
			require.Equal(t, 9, guards[0].Snapshot().Policy.Breaker.Probes)
			require.Equal(t, 9, guards[1].Snapshot().Policy.Breaker.Probes)
		})
	}
}

func TestPoliciesAreAppliedWhileCallsGoOn(t *testing.T) {
	for _, group := range []string{"", "all"} {
		of := func(n int) *twoPolicies {
			p := cb.Policy{Breaker: cb.Breaker{Failures: n, Group: group}, Bulkhead: cb.Bulkhead{Max: n, Wait: time.Minute}}
			return &twoPolicies{p, p}
		}
		guards := of(1000).guards()
		var running sync.WaitGroup
		const callers, calls = 4, 1000
		for i := range callers {
			running.Go(func() {
				for range calls {
					if err := succeed(guards[i%2]); err != nil {
						t.Error(err)
					}
				}
			})
		}
		for n := range 100 {
			require.NoError(t, of(n+1).byMethod().Apply(guards))
			require.Error(t, of(-1).byMethod().Apply(guards))
		}
		running.Wait()
		charge, refund := guards[0].Snapshot(), guards[1].Snapshot()
		require.Equal(t, of(100).Charge.WithDefaults(), charge.Policy)
		require.Equal(t, of(100).Refund.WithDefaults(), refund.Policy)
		require.EqualValues(t, callers*calls, charge.Totals.Successes+refund.Totals.Successes)
		require.Zero(t, charge.InFlight+refund.InFlight)
	}
}

// Whoever changes the policies at the same time, those of one of them apply in the end.
func TestPoliciesAreNotMixedWithOthers(t *testing.T) {
	client := newClient()
	var guards []*cb.Guard
	for i := range 50 {
		guards = append(guards, client.Guard(fmt.Sprint("Method", i), failures(1)))
	}
	of := func(n int) cb.Policies {
		policies := make(cb.Policies)
		for i := range guards {
			p := failures(n)
			policies[fmt.Sprint("Method", i)] = &p
		}
		return policies
	}
	for range 100 {
		start := make(chan struct{})
		var appliers sync.WaitGroup
		for n := range 4 {
			policies := of(n + 1)
			appliers.Go(func() {
				<-start
				if err := policies.Apply(guards); err != nil {
					t.Error(err)
				}
			})
		}
		close(start)
		appliers.Wait()
		for _, g := range guards {
			require.Equal(t, guards[0].Snapshot().Policy, g.Snapshot().Policy)
		}
	}
}

func TestTextChangesThePoliciesOfItsMethods(t *testing.T) {
	p := &twoPolicies{failures(5), failures(6)}
	require.NoError(t, p.byMethod().UnmarshalJSON([]byte(`{"Refund": {"breaker": {"failures": 1}, "bulkhead": {"max": 3}}}`)))
	require.Equal(t, &twoPolicies{failures(5), cb.Policy{Breaker: cb.Breaker{Failures: 1}, Bulkhead: cb.Bulkhead{Max: 3}}}, p)
	require.NoError(t, p.byMethod().UnmarshalJSON([]byte(`null`)))
	require.Equal(t, 1, p.Refund.Breaker.Failures)
}

func TestWrongTextChangesNoPolicyAtAll(t *testing.T) {
	for text, want := range map[string]string{
		`{"Charge": {"breaker": {"open": "1s"}}, "Refnud": {}, "Refund": {"breaker": {"open": 5, "rate": "0%"}}}`: "Refnud: there is no such method: the policies are of Charge, Refund\n" +
			"Refund: breaker open: 5 has no unit: write 5ms, 5s or 5m\n" +
			"Refund: breaker rate: must be above 0%",
		`{"charge": {}}`:                      "charge: there is no such method: the policies are of Charge, Refund",
		`{"Charge": null}`:                    "Charge: write an object, in braces",
		`{"Charge": {}, "Charge": {}}`:        "Charge is given twice: keep one",
		`{"Charge": {"breaker": {"min": 5}}}`: "Charge: breaker min: has no effect without rate or slow",
		`[]`:                                  "write an object, in braces",
		`{"Charge": {"breaker": {"group": "a"}}, "Refund": {"breaker": {"group": "a"}}}`: "Charge and Refund share the breaker of group=a, but their policies differ: write the same for both",
	} {
		p := &twoPolicies{failures(5), failures(6)}
		require.EqualError(t, p.byMethod().UnmarshalJSON([]byte(text)), want)
		require.Equal(t, &twoPolicies{failures(5), failures(6)}, p)
	}
}

func TestVariablesChangeThePolicies(t *testing.T) {
	p := &twoPolicies{failures(5), failures(6)}
	require.NoError(t, p.byMethod().Override("PAY", []string{
		"PAY_CHARGE_BREAKER_OPEN=10s", "PAY_CHARGE_BULKHEAD_WAIT=50ms", "PAY_CHARGE_BULKHEAD_MAX=3", "PAY_REFUND_BREAKER=off",
		"PAY_URL=http://localhost", "PAY_CHARGE=1", "PAYER_CHARGE_BREAKER_OPEN=1", "=C:=C:\\", "PAY", "",
	}))
	require.Equal(t, &twoPolicies{
		Charge: cb.Policy{Breaker: cb.Breaker{Failures: 5, Open: 10 * time.Second}, Bulkhead: cb.Bulkhead{Max: 3, Wait: 50 * time.Millisecond}},
		Refund: cb.Policy{Off: true},
	}, p)
}

func TestWrongVariableChangesNoPolicyAtAll(t *testing.T) {
	for environ, want := range map[string]string{
		"PAY_CHARGE_BREAKER_OPEN=10": "PAY_CHARGE_BREAKER_OPEN: breaker open: 10 has no unit: write 10ms, 10s or 10m",
		"PAY_CHARGE_BREAKER_OPEN=":   "PAY_CHARGE_BREAKER_OPEN: breaker open: needs a value, such as 30s",
		"PAY_CHARGE_BREAKER_OPNE=1s PAY_CHRAGE_BREAKER_OPEN=1s": "PAY_CHARGE_BREAKER_OPNE: breaker opne: there is no such key: breaker takes failures, rate, window, min, slow, " +
			"slowrate, open, factor, maxopen, jitter, probes, halfopen, group\n" +
			"PAY_CHRAGE_BREAKER_OPEN: there is no method CHRAGE: the policies are of CHARGE, REFUND",
		"PAY_CHARGE_BRAEKER_OPEN=1s":                           "PAY_CHARGE_BRAEKER_OPEN: there is no such verb: CHARGE has BREAKER, BULKHEAD, TIMEOUT, RETRY, KEY, STREAM, and not BRAEKER_OPEN",
		"PAY_BREAKER_OPEN=1s":                                  "PAY_BREAKER_OPEN: a method is missing before the verb: the policies are of CHARGE, REFUND",
		"PAY_CHARGE_BULKHEAD=on":                               "PAY_CHARGE_BULKHEAD: bulkhead: say off, or name a key: bulkhead takes max, wait, queue",
		"PAY_CHARGE_BREAKER=off PAY_CHARGE_BREAKER_OPEN=1s":    "Charge: breaker: off stands alone: remove it, or the keys",
		"PAY_CHARGE_BREAKER_MIN=1":                             "Charge: breaker min: has no effect without rate or slow",
		"PAY_CHARGE_BREAKER_OPEN=10s PAY_REFUND_BREAKER_MIN=1": "Refund: breaker min: has no effect without rate or slow",
	} {
		p := &twoPolicies{failures(5), failures(6)}
		require.EqualError(t, p.byMethod().Override("PAY", strings.Fields(environ)), want)
		require.Equal(t, &twoPolicies{failures(5), failures(6)}, p)
	}
}

func TestVariableInOtherLettersIsRefused(t *testing.T) {
	for variable, want := range map[string]string{
		"PAY_Charge_Breaker_Open=1s": "PAY_Charge_Breaker_Open: variables are in capitals: write PAY_CHARGE_BREAKER_OPEN",
		"pay_charge_breaker_open=1s": "pay_charge_breaker_open: variables are in capitals: write PAY_CHARGE_BREAKER_OPEN",
		"PAY_charge_breaker_opne=1s": "PAY_charge_breaker_opne: variables are in capitals: write PAY_CHARGE_BREAKER_OPNE",
	} {
		p := &twoPolicies{failures(5), failures(6)}
		require.EqualError(t, p.byMethod().Override("PAY", []string{variable}), want)
		require.Equal(t, &twoPolicies{failures(5), failures(6)}, p)
		require.NoError(t, p.byMethod().Override("PAY", []string{"pay_url=x", "Pay_Api_Key=x"}), "somebody else's")
	}
}

func TestVariableOfTwoMethodsIsRefused(t *testing.T) {
	upper, lower := failures(1), failures(2)
	p := cb.Policies{"Get": &upper, "get": &lower}
	require.EqualError(t, p.Override("C", []string{"C_GET_BREAKER_OPEN=1s"}), "C_GET_BREAKER_OPEN: this can mean Get or get")
}

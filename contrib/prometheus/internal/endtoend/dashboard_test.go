package endtoend

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/prometheus/promql/parser"
	"github.com/stretchr/testify/require"
)

// dashboardExpressions are the queries of the dashboard's panels and annotations, as Grafana
// sends them where all clients and methods are to be shown.
func dashboardExpressions(t *testing.T) []string {
	t.Helper()
	content, err := os.ReadFile("../../dashboard.json")
	require.NoError(t, err)
	var dashboard any
	require.NoError(t, json.Unmarshal(content, &dashboard))
	var found []string
	var visit func(any)
	visit = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if expression, ok := v["expr"].(string); ok {
				found = append(found, variables.Replace(expression))
			}
			for _, inner := range v {
				visit(inner)
			}
		case []any:
			for _, inner := range v {
				visit(inner)
			}
		}
	}
	visit(dashboard)
	return found
}

var variables = strings.NewReplacer("$client", ".*", "$method", ".*", "$__rate_interval", "1m")

func TestEveryExpressionOfTheDashboardIsPromQL(t *testing.T) {
	expressions := dashboardExpressions(t)
	require.Greater(t, len(expressions), 15)
	p := parser.NewParser(parser.Options{})
	for _, e := range expressions {
		_, err := p.ParseExpr(e)
		require.NoError(t, err, e)
		require.NotContains(t, e, "$")
	}
}

func TestDashboardAsksForEveryMetric(t *testing.T) {
	document, err := os.ReadFile("../../../../docs/observing.md")
	require.NoError(t, err)
	rows := regexp.MustCompile("(?m)^\\| `(circuit_breaker_\\w+)`").FindAllStringSubmatch(string(document), -1)
	require.NotEmpty(t, rows)
	all := strings.Join(dashboardExpressions(t), "\n")
	for _, row := range rows {
		require.Regexp(t, row[1]+"(_bucket)?{", all)
	}
}

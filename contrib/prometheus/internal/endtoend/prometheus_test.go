package endtoend

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/textparse"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/promql/promqltest"
	"github.com/prometheus/prometheus/rules"
	"github.com/prometheus/prometheus/storage"
	"github.com/stretchr/testify/require"
)

const alertsFile = "../../alerts.yml"

// interval is the time between two scrapes, and two evaluations of the rules.
const interval = 15 * time.Second

// A prometheus has the storage, the engine and the rules of the real one. Only its clock is
// set by hand, so that minutes need not be waited for.
type prometheus struct {
	t       *testing.T
	storage storage.Storage
	engine  *promql.Engine
	groups  map[string]*rules.Group
	now     time.Time
}

func newPrometheus(t *testing.T, s storage.Storage) *prometheus {
	engine := promql.NewEngine(promql.EngineOpts{
		MaxSamples: 1e6,
		Timeout:    time.Minute,
		Parser:     parser.NewParser(parser.Options{}),
	})
	manager := rules.NewManager(&rules.ManagerOptions{
		ExternalURL: new(url.URL),
		QueryFunc:   rules.EngineQueryFunc(engine, s),
		NotifyFunc:  func(context.Context, string, ...*rules.Alert) {},
		Context:     t.Context(),
		Appendable:  s,
		Queryable:   s,
		Logger:      slog.New(slog.DiscardHandler),
		Parser:      parser.NewParser(parser.Options{}),
	})
	groups, errs := manager.LoadGroups(interval, labels.EmptyLabels(), "", nil, false, alertsFile)
	require.NoError(t, errors.Join(errs...))
	return &prometheus{t: t, storage: s, engine: engine, groups: groups, now: time.Unix(0, 0)}
}

// step evaluates the rules, and is which alerts fire. Then it is time for the next scrape.
func (p *prometheus) step() map[string]string {
	firing := make(map[string]string)
	for _, group := range p.groups {
		group.Eval(p.t.Context(), p.now)
		for _, rule := range group.AlertingRules() {
			require.NoError(p.t, rule.LastError())
			for _, alert := range rule.ActiveAlerts() {
				if alert.State == rules.StateFiring {
					firing[rule.Name()+" "+alert.Labels.Get("client")+"."+alert.Labels.Get("method")] = alert.Annotations.Get("summary")
				}
			}
		}
	}
	p.now = p.now.Add(interval)
	return firing
}

// tryScrape stores what the page says now. It reports false where nobody answers.
func (p *prometheus) tryScrape(address string) bool {
	p.t.Helper()
	response, err := http.Get(address)
	if err != nil {
		return false
	}
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	require.NoError(p.t, err)
	require.Equal(p.t, http.StatusOK, response.StatusCode, string(page))
	lines, err := textparse.New(page, response.Header.Get("Content-Type"), nil, textparse.ParserOptions{})
	require.NoError(p.t, err)

	appender := p.storage.Appender(p.t.Context())
	for {
		entry, err := lines.Next()
		if err == io.EOF {
			break
		}
		require.NoError(p.t, err)
		if entry != textparse.EntrySeries {
			continue
		}
		var series labels.Labels
		lines.Labels(&series)
		_, _, value := lines.Series()
		b := labels.NewBuilder(series).Set("job", "shop").Set("instance", "shop-1:80")
		_, err = appender.Append(0, b.Labels(), p.now.UnixMilli(), value)
		require.NoError(p.t, err)
	}
	require.NoError(p.t, appender.Commit())
	return true
}

// query is what the expression means at this moment.
func (p *prometheus) query(expression string, at time.Time) promql.Vector {
	p.t.Helper()
	q, err := p.engine.NewInstantQuery(p.t.Context(), p.storage, nil, expression, at)
	require.NoError(p.t, err, expression)
	defer q.Close()
	result := q.Exec(p.t.Context())
	require.NoError(p.t, result.Err, expression)
	vector, err := result.Vector()
	require.NoError(p.t, err, expression)
	return vector
}

// loaded has these series, a value each interval.
func loaded(t *testing.T, series string) *prometheus {
	return newPrometheus(t, promqltest.LoadedStorage(t, fmt.Sprintf("load %v\n%s", interval, series)))
}

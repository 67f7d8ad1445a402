package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
)

//go:generate cbgen -type SearchClient

// SearchClient asks the search service.
//
//cbgen:breaker rate=50% window=100 open=30s
//cbgen:bulkhead max=64
type SearchClient interface {
	Search(ctx context.Context, query string) ([]string, error)
	//cbgen:bulkhead max=8
	Suggest(ctx context.Context, prefix string) ([]string, error)
}

// An httpClient is a SearchClient that has no guards.
type httpClient struct{ service string }

func (c httpClient) Search(ctx context.Context, query string) ([]string, error) {
	return c.get(ctx, "/search", query)
}

func (c httpClient) Suggest(ctx context.Context, prefix string) ([]string, error) {
	return c.get(ctx, "/suggest", prefix)
}

func (c httpClient) get(ctx context.Context, path, words string) ([]string, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", c.service+path+"?q="+url.QueryEscape(words), nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %s", path, resp.Status)
	}
	var found []string
	err = json.NewDecoder(resp.Body).Decode(&found)
	return found, err
}

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// An httpClient is the Catalog, the Prices or the Reviews of a real HTTP server. It has no timeout of its own:
// how long a call may take is what the caller's context says.
type httpClient struct {
	url  string
	http *http.Client
}

func (c *httpClient) Product(ctx context.Context, id string) (*Product, error) {
	return get[Product](ctx, c, id)
}

func (c *httpClient) Price(ctx context.Context, id string) (*Price, error) {
	return get[Price](ctx, c, id)
}

func (c *httpClient) Review(ctx context.Context, id string) (*Review, error) {
	return get[Review](ctx, c, id)
}

func get[T any](ctx context.Context, c *httpClient, id string) (*T, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url+"/"+id, nil)
	if err != nil {
		return nil, err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %s", c.url, response.Status)
	}
	result := new(T)
	return result, json.NewDecoder(response.Body).Decode(result)
}

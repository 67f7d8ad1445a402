package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/cbgen/cbgen/examples/internal/network"
)

// httpClient is the PaymentClient that talks to the provider. It has no timeout of its own:
// how long a call may take is what the caller's context says.
type httpClient struct {
	url  string
	http http.Client
}

func newHTTPClient(url string, n network.Network) *httpClient {
	transport := &http.Transport{DialContext: n.Dial, MaxIdleConnsPerHost: 100}
	return &httpClient{url: url, http: http.Client{Transport: transport}}
}

func (c *httpClient) Charge(ctx context.Context, req *ChargeRequest) (*Receipt, error) {
	receipt := new(Receipt)
	if err := c.post(ctx, "/charge", req, receipt); err != nil {
		return nil, err
	}
	return receipt, nil
}

func (c *httpClient) Refund(ctx context.Context, id string) error {
	return c.post(ctx, "/refund", Receipt{ID: id}, new(struct{}))
}

func (c *httpClient) Close() error {
	c.http.CloseIdleConnections()
	return nil
}

func (c *httpClient) post(ctx context.Context, path string, body, result any) error {
	content, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+path, bytes.NewReader(content))
	if err != nil {
		return err
	}
	response, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", path, response.Status)
	}
	return json.NewDecoder(response.Body).Decode(result)
}

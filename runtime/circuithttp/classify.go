package circuithttp

import "net/http"

// Failed reports whether a response says that the server is in trouble: its status is 500 or
// above, or 429, Too Many Requests. Other statuses, such as 404, are answers like any other. It
// is false for nil.
//
// It is made for directives. In a file that does not use this package otherwise, import it with
// _ before the path:
//
//	//cbgen:failure if=circuithttp.Failed
//	Get(ctx context.Context, path string) (*http.Response, error)
func Failed(resp *http.Response) bool {
	return resp != nil && (resp.StatusCode >= 500 || resp.StatusCode == http.StatusTooManyRequests)
}

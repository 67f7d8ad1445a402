// Reload is a small web service whose policies are in a file. Change the file, or have a variable
// such as SEARCHCLIENT_SEARCH_BREAKER_OPEN=10s, and send SIGHUP: the policies apply at once, and
// no call is lost.
//
//	go run ./examples/reload -policies examples/reload/policies.json -service http://localhost:9200
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	cb "github.com/cbgen/cbgen/runtime"
)

func main() {
	file := flag.String("policies", "policies.json", "a `file` with what is to differ from the directives")
	service := flag.String("service", "http://localhost:9200", "the search service's `URL`")
	listen := flag.String("listen", "localhost:8080", "the `address` to answer at")
	flag.Parse()

	policies, err := readPolicies(*file, os.Environ())
	if err != nil {
		log.Fatal(err)
	}
	client := NewGuardedSearchClient(httpClient{*service}, cb.WithPolicies(policies))

	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	go reload(client, *file, hangups)

	http.HandleFunc("/search", func(w http.ResponseWriter, r *http.Request) {
		found, err := client.Search(r.Context(), r.FormValue("q"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		json.NewEncoder(w).Encode(found)
	})
	http.HandleFunc("/policies", func(w http.ResponseWriter, r *http.Request) {
		for _, guard := range client.Guards() {
			text, _ := json.Marshal(guard.Snapshot().Policy)
			fmt.Fprintf(w, "%s %s\n", guard.Name(), text)
		}
	})
	log.Fatal(http.ListenAndServe(*listen, nil))
}

package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
)

// readPolicies are those of the directives, changed by what the file names, and then by what
// variables of the environment do.
func readPolicies(file string, environ []string) (SearchClientPolicies, error) {
	policies := DefaultSearchClientPolicies()
	text, err := os.ReadFile(file)
	if err != nil {
		return policies, err
	}
	if err := json.Unmarshal(text, &policies); err != nil {
		return policies, fmt.Errorf("%s: %w", file, err)
	}
	return policies, policies.Override("SEARCHCLIENT", environ)
}

// reload reads the policies again for every signal. The client keeps what it has if anything is
// wrong with them.
func reload(client *GuardedSearchClient, file string, signals <-chan os.Signal) {
	for range signals {
		policies, err := readPolicies(file, os.Environ())
		if err == nil {
			err = client.Apply(policies)
		}
		if err != nil {
			slog.Error("the policies stay as they were", "error", err)
			continue
		}
		slog.Info("the policies are applied", "file", file)
	}
}

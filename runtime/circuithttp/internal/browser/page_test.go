package browser

import "net/http"

func anybody(*http.Request) bool { return true }

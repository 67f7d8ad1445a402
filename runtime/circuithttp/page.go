package circuithttp

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"time"
)

//go:embed assets
var assets embed.FS

// policyOfContent lets the page load nothing but its own files, and be nobody's frame. All
// answers have it: the page's file can be asked for on its own as well.
const policyOfContent = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// contentTypes are not asked of the machine, which may know others.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
}

func (h *handler) page(w http.ResponseWriter, r *http.Request) {
	serveAsset(w, r, "page.html")
}

// withoutSlash leads to the page, by a path that does not need to know where it is mounted.
func (h *handler) withoutSlash(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Location", "../circuits")
	w.WriteHeader(http.StatusPermanentRedirect)
}

func (h *handler) asset(w http.ResponseWriter, r *http.Request) {
	serveAsset(w, r, r.PathValue("asset"))
}

func serveAsset(w http.ResponseWriter, r *http.Request, name string) {
	content, err := assets.ReadFile(path.Join("assets", name))
	if err != nil || name != path.Base(name) {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", contentTypes[path.Ext(name)])
	sum := sha256.Sum256(content)
	w.Header().Set("Cache-Control", "no-cache") // but ask whether it is still this one
	w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:8])+`"`)
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}

package generator

import (
	"strconv"
	"strings"
)

// Seeds of FuzzDirective: what says a policy, and what is Go.
var (
	policyTexts = []string{
		"cbgen:breaker failures=3 open=1s", "cbgen:breaker rate=50% window=20 min=5 slow=1s slowrate=80%", "cbgen:bulkhead max=3 wait=1s queue=2",
		"cbgen:skip", "cbgen:breaker off", "cbgen:breaker failuers=3", " cbgen:breaker failures=3", "cbgen:braeker", "cbgen breaker failures=3",
		"cbgen:bulkhead max=-1 max=2", "go:generate cbgen -type Client,Other -policy Policy", "line a.go:7:1\ncbgen:breaker x=", "cbgen：breaker", "\xff\ufeff",
		`breaker:"failures=3"`, `breaker:"failures=3 open=" bulkhead:"max=1"`, `skip:""`, `breaker:"\u0066ailures=x"`, `braeker:"failures=3"`, "breaker:\"failures=3\\\"",
		"cbgen:timeout 2s", "cbgen:retry attempts=3 backoff=50ms..1s budget=10%\ncbgen:idempotent\ncbgen:retryif ErrBusy,cb.ErrOpen", "cbgen:stream idle=1m",
		"cbgen:breaker group=all", "cbgen:only guarded", `timeout:"2s" stream:"" idempotent:"" retry:""`, `retryif:"if='err != nil'"`,
	}
	codeTexts = []string{
		"cbgen:ignore ErrBusy,*Busy[K],io.EOF", `cbgen:success if="err == io.EOF"`, `cbgen:failure if='resp.StatusCode >= 500 || key == *new(K)'`, "cbgen:key req.Next.ID max=10 idle=1m",
		"cbgen:key [1]K{key}", "cbgen:key \"struct{ a, b string }{req.ID, \\\"x\\\"}\"", "cbgen:fallback answer on=failure", "cbgen:fallback", "cbgen:fallback answer[K,V]",
		`failure:"if=failed"`, `key:"'req.ID + \"x\"'"`, `fallback:"answer on=timeout" timeout:"1s"`, `ignore:"ErrBusy, *Busy[V]"`,
		`err != nil && func(x int) bool { return x == len(req.ID) }(3)`, `any(key) == any("\x27")`, "ErrBusy if=failed", `"`, "'", "=", "if=\"", "req /* x */ .ID", "key // x", "(key)", "err",
	}
)

// places put a text where there may be comments or tags: what stands before it, the comments or
// the tag, and what stands after it.
var places = []func(text string) (before, inserted, after string){
	// The doc of the interface.
	func(text string) (string, string, string) {
		return head + "// Client is a client.\n", comment(text, ""), client
	},
	// The doc of a method.
	func(text string) (string, string, string) {
		return head + "type Client interface {\n", comment(text, "\t"), "\tDo() error\n}\n" + other
	},
	// The doc of a method without an error.
	func(text string) (string, string, string) {
		return head + "type Client interface {\n\tDo() error\n", comment(text, "\t"), "\tLen() int\n}\n" + other
	},
	// The doc of what is embedded.
	func(text string) (string, string, string) {
		return head + "type Client interface {\n", comment(text, "\t"), "\tOther\n}\n" + other
	},
	// A comment behind a method.
	func(text string) (string, string, string) {
		return head + "type Client interface {\n\tDo() error ", "//" + firstLine(text), "\n}\n" + other
	},
	// A comment in a block.
	func(text string) (string, string, string) {
		return head, "/*" + strings.ReplaceAll(text, "*/", "* /") + "*/", "\n" + client
	},
	// The doc of another type, of a function, and of nothing.
	func(text string) (string, string, string) {
		return head + client, comment(text, ""), "type another struct{}\n"
	},
	func(text string) (string, string, string) {
		return head + client, comment(text, ""), "func f() {\n}\n"
	},
	func(text string) (string, string, string) { return head + client, comment(text, ""), "" },
	// Above the package clause.
	func(text string) (string, string, string) { return "", comment(text, ""), head + client },
	// The tag of a field for a method, in either kind of quotes, and that of a field for all.
	func(text string) (string, string, string) {
		return headPolicy + "\tDo cb.Policy ", "`" + strings.ReplaceAll(text, "`", "'") + "`", "\n}\n\n" + client
	},
	func(text string) (string, string, string) {
		return headPolicy + "\tDo cb.Policy ", strconv.Quote(text), "\n}\n\n" + client
	},
	func(text string) (string, string, string) {
		return headPolicy + "\t_ cb.Policy ", strconv.Quote(`breaker:"` + text + `"`), "\n}\n\n" + client
	},
	// The doc of an interface with type parameters, of its methods, and the same in tags.
	func(text string) (string, string, string) { return headShop, comment(text, ""), shopStart + shopEnd },
	func(text string) (string, string, string) {
		return headShop + shopStart, comment(text, "\t"), shopEnd
	},
	func(text string) (string, string, string) {
		return headShop + shopStart, comment("cbgen:retry attempts=2\ncbgen:idempotent\n"+text, "\t"), shopEnd
	},
	func(text string) (string, string, string) {
		return headShopPolicy, "`" + strings.ReplaceAll(text, "`", "'") + "`", "\n}\n\n" + shopStart + shopEnd
	},
	func(text string) (string, string, string) {
		return headShopPolicy, strconv.Quote(text), "\n}\n\n" + shopStart + shopEnd
	},
	// What stands in a directive as code.
	func(text string) (string, string, string) {
		return headShop + shopStart, "\t//cbgen:key " + firstLine(text), "\n" + shopEnd
	},
	func(text string) (string, string, string) {
		return headShop + shopStart, "\t//cbgen:ignore if='" + firstLine(text) + "'", "\n" + shopEnd
	},
	func(text string) (string, string, string) {
		return headShop + shopStart, "\t//cbgen:failure " + firstLine(text), "\n" + shopEnd
	},
	func(text string) (string, string, string) {
		return headShopPolicy, strconv.Quote("failure:" + strconv.Quote("if="+text)), "\n}\n\n" + shopStart + shopEnd
	},
}

const (
	head       = "package shop\n\n"
	headPolicy = "package shop\n\nimport cb \"" + runtimePath + "\"\n\n//go:generate cbgen -type Client -policy Policy\n\ntype Policy struct {\n"
	client     = "type Client interface {\n\tDo() error\n\tGet(key string) (string, error)\n}\n\n"
	other      = "\ntype Other interface{ Put(value string) error }\n"
)

// comment has a comment for each line of the text.
func comment(text, indent string) string {
	var out strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		out.WriteString(indent + "//" + line + "\n")
	}
	return out.String()
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// A package with the names that code in directives can have.
const (
	headShop = `package shop

import (
	"context"
	"io"
	"net/http"
	_ "` + runtimePath + `"
)

var _ io.Reader

` + shopDeclarations
	headShopPolicy = `package shop

import (
	"context"
	"io"
	"net/http"
	cb "` + runtimePath + `"
)

` + "//go:generate cbgen -type Client -policy Policy" + `

var _ io.Reader

` + shopDeclarations + "type Policy struct {\n\tGet cb.Policy "
	shopDeclarations = `type Request struct { ID string; Next *Request; Tags map[string]bool }

type Busy[T any] struct { Value T }

func (*Busy[T]) Error() string { return "" }

var ErrBusy error

func failed(resp *http.Response, err error) bool { return false }

func answer[K comparable, V any](context.Context, K, *Request, []V, error) (*http.Response, error) { return nil, nil }

`
	shopStart = "type Client[K comparable, V any] interface {\n"
	shopEnd   = "\tGet(ctx context.Context, key K, req *Request, more ...V) (resp *http.Response, err error)\n\tDo(*http.Request) error\n}\n"
)

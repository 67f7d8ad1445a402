package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A shape is what a module to generate in looks like.
type shape struct {
	packages   int
	interfaces int  // in each package
	heavy      bool // whether they use large modules
}

// heavyModules are what the heavy shape uses, with their versions.
var heavyModules = []string{
	"github.com/aws/aws-sdk-go-v2/service/s3@v1.114.10",
	"google.golang.org/grpc@v1.85.0",
	"k8s.io/api@v0.37.2",
	"k8s.io/apimachinery@v0.37.2",
	"k8s.io/client-go@v0.37.2",
}

var (
	lightImports = []string{"context"}
	heavyImports = []string{
		"context",
		"github.com/aws/aws-sdk-go-v2/service/s3",
		"google.golang.org/grpc",
		"k8s.io/api/core/v1",
		"k8s.io/apimachinery/pkg/apis/meta/v1",
		"k8s.io/client-go/kubernetes",
	}
)

const (
	lightMethods = `	Find(ctx context.Context, id string) (State, error)
	Save(ctx context.Context, id string, s State) error
	Close() error
`
	heavyMethods = `	Put(ctx context.Context, in *s3.PutObjectInput, options ...func(*s3.Options)) (*s3.PutObjectOutput, error)
	Call(ctx context.Context, conn *grpc.ClientConn, method string) error
	Pods(ctx context.Context, set kubernetes.Interface, options metav1.ListOptions) (*corev1.PodList, error)
`
)

func (s shape) imports() []string {
	if s.heavy {
		return heavyImports
	}
	return lightImports
}

// packageNames are the names of the packages, which are those of their folders too.
func (s shape) packageNames() []string {
	var names []string
	for i := range s.packages {
		names = append(names, fmt.Sprintf("client%04d", i))
	}
	return names
}

func (s shape) interfaceNames() []string {
	if s.interfaces == 1 {
		return []string{"Client"}
	}
	var names []string
	for i := range s.interfaces {
		names = append(names, fmt.Sprintf("Client%02d", i))
	}
	return names
}

// source is the one file of a package. Each of its interfaces has a line above it, in which %s
// is its name.
func (s shape) source(name, line string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n\nimport (\n", name)
	for _, path := range s.imports() {
		alias := map[string]string{"k8s.io/api/core/v1": "corev1 ", "k8s.io/apimachinery/pkg/apis/meta/v1": "metav1 "}[path]
		fmt.Fprintf(&b, "\t%s%q\n", alias, path)
	}
	b.WriteString(")\n\n// A State is something for stringer.\ntype State int\n\nconst (\n\tIdle State = iota\n\tBusy\n)\n")
	methods := lightMethods
	if s.heavy {
		methods = heavyMethods
	}
	for _, iface := range s.interfaceNames() {
		if line != "" {
			fmt.Fprintf(&b, "\n%s\n", strings.ReplaceAll(line, "%s", iface))
		}
		fmt.Fprintf(&b, "\n// %s is to be generated for.\ntype %s interface {\n%s}\n", iface, iface, methods)
	}
	return b.String()
}

// write makes the module in a folder.
func (w *workshop) write(s shape, dir, line string) error {
	for _, name := range s.packageNames() {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(clientFile(dir, name), []byte(s.source(name, line)), 0o644); err != nil {
			return err
		}
	}
	return w.writeGoMod(s, dir)
}

func clientFile(dir, name string) string { return filepath.Join(dir, name, "client.go") }

// writeGoMod has the go command add what the heavy modules require, and what cbgen's runtime
// does, which nothing imports yet.
func (w *workshop) writeGoMod(s shape, dir string) error {
	content := "module example.com/bench\n\ngo 1.26.0\n\nrequire github.com/cbgen/cbgen v0.0.0\n\n" +
		"replace github.com/cbgen/cbgen => " + w.root + "\n"
	if s.heavy {
		for _, module := range heavyModules {
			content += "\nrequire " + strings.Replace(module, "@", " ", 1) + "\n"
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(content), 0o644); err != nil {
		return err
	}
	use := filepath.Join(dir, "use.go")
	if err := os.WriteFile(use, []byte("package use\n\nimport _ \"github.com/cbgen/cbgen/runtime\"\n"), 0o644); err != nil {
		return err
	}
	defer os.Remove(use)
	return w.goCommand(dir, "mod", "tidy")
}

// edit changes a package so that it has to be compiled again.
func edit(path string, round int) error {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(file, "\n// edited for the %dth time\n", round)
	return errors.Join(err, file.Close())
}

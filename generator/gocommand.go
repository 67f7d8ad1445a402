package generator

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
)

// runGo is what the go command prints.
func runGo(ctx context.Context, dir string, args ...string) ([]byte, error) {
	var out []byte
	err := readGo(ctx, dir, args, func(r io.Reader) (err error) {
		out, err = io.ReadAll(r)
		return err
	})
	return out, err
}

// eachListed runs go list, and adds the packages while more are being listed. The error comes
// after what could be listed.
func eachListed[T any](ctx context.Context, dir string, args []string, add func(*T)) error {
	return readGo(ctx, dir, args, func(r io.Reader) error {
		for decoder := json.NewDecoder(r); ; {
			pkg := new(T)
			if err := decoder.Decode(pkg); err == io.EOF {
				return nil
			} else if err != nil {
				return err
			}
			add(pkg)
		}
	})
}

// readGo runs the go command, and reads what it prints. If it fails, the
// error is a complaint; if it was killed, what it has printed may be a part of that.
func readGo(ctx context.Context, dir string, args []string, read func(io.Reader) error) error {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = withLessCollecting(cmd.Environ())
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	unread := read(out)
	io.Copy(io.Discard, out) // so that the command is not stopped by a full pipe
	err = cmd.Wait()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.Exited() && ctx.Err() == nil {
		err = complaint(strings.TrimPrefix(strings.TrimSpace(stderr.String()), "go: "))
	}
	return cmp.Or(unread, err)
}

// A complaint is what the go command says when it fails. It may have printed all that was asked.
type complaint string

func (c complaint) Error() string { return string(c) }

// withLessCollecting has the go command collect its garbage less often, for it lives shortly:
// it needs some 40 MB more then, and less time.
func withLessCollecting(env []string) []string {
	if os.Getenv("GOGC") != "" {
		return env
	}
	return append(env, "GOGC=400")
}

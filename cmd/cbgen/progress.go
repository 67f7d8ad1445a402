package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// showProgress says on a terminal that there is work being done, once that has taken a
// second, until stop.
func showProgress(stderr io.Writer) (stop func()) {
	file, ok := stderr.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" { // such as that of an editor, which clears no line
		return func() {}
	}
	if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return func() {}
	}
	return showLater(file)
}

func showLater(terminal io.Writer) (stop func()) {
	shown := make(chan struct{})
	timer := time.AfterFunc(time.Second, func() {
		fmt.Fprint(terminal, "cbgen: loading packages…")
		close(shown)
	})
	return func() {
		if timer.Stop() {
			return
		}
		<-shown
		fmt.Fprint(terminal, "\r\x1b[K") // back to the start of the line, and clear it
	}
}

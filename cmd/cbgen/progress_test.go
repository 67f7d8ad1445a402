package main

import (
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestProgressIsShownAfterASecondAndClearedAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var terminal strings.Builder
		stop := showLater(&terminal)
		time.Sleep(time.Second)
		synctest.Wait()
		require.Equal(t, "cbgen: loading packages…", terminal.String())
		stop()
		require.Equal(t, "cbgen: loading packages…\r\x1b[K", terminal.String())
	})
}

func TestNoProgressIsShownOfWhatTakesLessThanASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var terminal strings.Builder
		stop := showLater(&terminal)
		time.Sleep(time.Second - 1)
		stop()
		time.Sleep(time.Hour)
		require.Empty(t, terminal.String())
	})
}

func TestNoProgressIsShownInAFile(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/log")
	require.NoError(t, err)
	synctest.Test(t, func(t *testing.T) {
		stop := showProgress(file)
		time.Sleep(time.Hour)
		stop()
	})
	require.NoError(t, file.Close())
	content, err := os.ReadFile(file.Name())
	require.NoError(t, err)
	require.Empty(t, content)
}

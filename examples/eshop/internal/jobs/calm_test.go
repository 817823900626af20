package jobs

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestCalm(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		logger := calm(slog.New(slog.NewTextHandler(&log, nil)))
		said := func(message string) (lines int) {
			log.Reset()
			for i := range 100 {
				parts := []*slog.Logger{logger, logger.With("queue", i), logger.WithGroup("job")}
				parts[i%3].Error(message, "error", "connection refused")
			}
			return strings.Count(log.String(), "\n")
		}
		assert.Equal(t, calmLines, said("producer: Error fetching jobs"))
		assert.NotContains(t, log.String(), "left_out")
		assert.Zero(t, said("notifier: Error"), "whichever part says it")
		assert.Equal(t, 100, said("jobexecutor.JobExecutor: Job errored"), "each is about another job")
		time.Sleep(calmPeriod - time.Nanosecond)
		assert.Zero(t, said("producer: Error fetching jobs"))
		time.Sleep(time.Nanosecond)
		assert.Equal(t, calmLines, said("producer: Error fetching jobs"))
		assert.Equal(t, 1, strings.Count(log.String(), "left_out=297"), "once: %s", log.String())
		log.Reset()
		logger.Info("fetched")
		assert.Contains(t, log.String(), "fetched")
	})
}

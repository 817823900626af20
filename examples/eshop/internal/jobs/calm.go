package jobs

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"
)

// While the database is away, each part of the queue says so several times a second. A few lines a minute are enough.
const (
	calmLines  = 3
	calmPeriod = time.Minute
)

// aboutJob begins what River logs about one job.
const aboutJob = "jobexecutor."

// calmHandler leaves out warnings and errors beyond the first few of a minute, and says how many they were. What a job has
// come to is always said.
type calmHandler struct {
	slog.Handler

	pace *pace
}

// pace is what the handlers of one logger have in common.
type pace struct {
	mu      sync.Mutex
	began   time.Time // of the minute
	said    int       // in it
	leftOut int       // since the last line
}

// calm returns a logger for what is said again and again.
func calm(logger *slog.Logger) *slog.Logger {
	return slog.New(&calmHandler{Handler: logger.Handler(), pace: &pace{}})
}

// Handle hands on the first few.
func (h *calmHandler) Handle(ctx context.Context, r slog.Record) error {
	if r.Level < slog.LevelWarn || strings.HasPrefix(r.Message, aboutJob) {
		return h.Handler.Handle(ctx, r)
	}
	leftOut, isDue := h.pace.next()
	if !isDue {
		return nil
	}
	if leftOut > 0 {
		r = r.Clone()
		r.AddAttrs(slog.Int("left_out", leftOut))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs keeps the pace.
func (h *calmHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &calmHandler{Handler: h.Handler.WithAttrs(attrs), pace: h.pace}
}

// WithGroup keeps the pace.
func (h *calmHandler) WithGroup(name string) slog.Handler {
	return &calmHandler{Handler: h.Handler.WithGroup(name), pace: h.pace}
}

// next reports whether there is room for a line, and how many were left out before it.
func (p *pace) next() (leftOut int, isDue bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now := time.Now(); now.Sub(p.began) >= calmPeriod {
		p.began, p.said = now, 0
	}
	if p.said == calmLines {
		p.leftOut++
		return 0, false
	}
	p.said++
	leftOut, p.leftOut = p.leftOut, 0
	return leftOut, true
}

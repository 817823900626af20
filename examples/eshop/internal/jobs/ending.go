package jobs

import (
	"context"
	"errors"
	"log/slog"
	"strings"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// ending is when a program stops its jobs.
type ending struct {
	begun context.Context // ends when it stops them
	begin context.CancelFunc
}

func newEnding() ending {
	ctx, cancel := context.WithCancel(context.Background())
	return ending{begun: ctx, begin: cancel}
}

// errEnding is the end of a job that the program has cut off, and that has no second try: the next program begins another.
var errEnding = errors.New("the program ended before this did")

// work runs a job. What the program cuts off has not failed: it is not counted as a try, nor as given up.
func (e ending) work(ctx context.Context, job *rivertype.JobRow, run func(context.Context) error) error {
	err := run(ctx)
	_, isOver := errors.AsType[*river.JobCancelError](err)
	_, isLater := errors.AsType[*river.JobSnoozeError](err)
	switch {
	case isOver || isLater || e.begun.Err() == nil || !errors.Is(err, context.Canceled):
		return err
	case job.MaxAttempts > 1:
		return river.JobSnooze(0)
	default:
		return river.JobCancel(errEnding)
	}
}

// cutShort returns a context that ends with ctx, or when the program stops its jobs.
func (e ending) cutShort(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	unwatch := context.AfterFunc(e.begun, cancel)
	return ctx, func() { unwatch(); cancel() }
}

// logger is for the queue: once the program stops its jobs, that something was cancelled is no error.
func (e ending) logger(logger *slog.Logger) *slog.Logger {
	return slog.New(&endingHandler{Handler: logger.Handler(), ending: e})
}

type endingHandler struct {
	slog.Handler

	ending ending
}

// Handle drops what only says that the program ends.
func (h *endingHandler) Handle(ctx context.Context, r slog.Record) error {
	if h.ending.begun.Err() != nil && isAboutCancelling(r) {
		return nil
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs keeps the rule.
func (h *endingHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &endingHandler{Handler: h.Handler.WithAttrs(attrs), ending: h.ending}
}

// WithGroup keeps the rule.
func (h *endingHandler) WithGroup(name string) slog.Handler {
	return &endingHandler{Handler: h.Handler.WithGroup(name), ending: h.ending}
}

func isAboutCancelling(r slog.Record) (found bool) {
	r.Attrs(func(a slog.Attr) bool {
		found = strings.HasPrefix(a.Key, "err") && strings.Contains(a.Value.String(), context.Canceled.Error())
		return !found
	})
	return found
}

package call

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/shelfwire/shelfwire"
)

// reporter tells the caller's logger and observer about attempts.
type reporter struct {
	provider string
	logger   *slog.Logger
	observe  func(context.Context, shelfwire.Attempt)
}

func (r *reporter) attempt(ctx context.Context, c *Caller, a *attempt, fail *failure, next plan) {
	if r.logger == nil && r.observe == nil {
		return
	}
	seen := shelfwire.Attempt{
		Provider: r.provider, Op: a.op.Name, Effect: a.op.Effect,
		Method: a.op.Method, Path: c.redact(a.path), Number: a.number,
		Waited: a.waited, Duration: a.duration,
		StatusCode: a.status, RequestID: a.requestID,
		RetryIn: -1,
	}
	if fail != nil {
		seen.Err = fail.err
	}
	if next.again {
		seen.RetryIn = next.wait
	}
	r.log(ctx, c, &seen, a.header)
	if r.observe != nil {
		r.observe(ctx, seen)
	}
}

// log writes a line per attempt, and a louder one for each that failed, unless its caller has given up.
func (r *reporter) log(ctx context.Context, c *Caller, a *shelfwire.Attempt, header http.Header) {
	level, text := slog.LevelDebug, "provider call"
	switch {
	case a.RetryIn >= 0:
		level, text = slog.LevelWarn, "provider call failed and will be repeated"
	case a.Err != nil && !gaveUp(ctx, a.Err):
		level, text = slog.LevelWarn, "provider call failed"
	}
	if r.logger == nil || !r.logger.Enabled(ctx, level) {
		return
	}
	attrs := []slog.Attr{
		slog.String("provider", a.Provider), slog.String("op", a.Op),
		slog.String("method", a.Method), slog.String("path", a.Path),
		slog.Int("attempt", a.Number), slog.Int("status", a.StatusCode),
		slog.Duration("duration", a.Duration), slog.Duration("waited", a.Waited),
	}
	if a.RequestID != "" {
		attrs = append(attrs, slog.String("request_id", a.RequestID))
	}
	if a.RetryIn >= 0 {
		attrs = append(attrs, slog.Duration("retry_in", a.RetryIn))
	}
	attrs = append(attrs, reasons(a.Err)...)
	attrs = append(attrs, slog.Attr{Key: "header", Value: slog.GroupValue(visible(header, c.redact)...)})
	r.logger.LogAttrs(ctx, level, text, attrs...)
}

// gaveUp reports whether a call failed because its caller has cancelled it.
func gaveUp(ctx context.Context, err error) bool {
	return ctx.Err() != nil && errors.Is(err, context.Canceled)
}

// reasons says why an attempt failed without the provider's words, which are part of a body.
func reasons(err error) []slog.Attr {
	e, ok := errors.AsType[*shelfwire.Error](err)
	if !ok {
		return nil
	}
	attrs := []slog.Attr{slog.String("outcome", e.Outcome.String())}
	if e.Code != "" {
		attrs = append(attrs, slog.String("code", e.Code))
	}
	if e.Err != nil {
		attrs = append(attrs, slog.String("error", wordless(e.Err)))
	}
	return attrs
}

// wordless is the text of an error without what a foreign body says.
func wordless(err error) string {
	if foreign, ok := errors.AsType[foreignError](err); ok && foreign.words != "" {
		return foreign.wordless()
	}
	return err.Error()
}

// visible picks the headers that may be logged. It is a list of what is allowed, so that a header nobody thought
// of stays out.
func visible(header http.Header, redact func(string) string) []slog.Attr {
	var attrs []slog.Attr
	for _, name := range [...]string{
		"Content-Type", "Content-Length", "Date", "Retry-After",
		"X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset",
	} {
		if value := header.Get(name); value != "" {
			attrs = append(attrs, slog.String(name, clearAndClip(value, redact, maxShortText)))
		}
	}
	return attrs
}

// Warn logs a warning that the provider put into a successful response.
func (c *Caller) Warn(ctx context.Context, op Op, warning string) {
	if c.reporter.logger == nil {
		return
	}
	c.reporter.logger.LogAttrs(ctx, slog.LevelWarn, "provider warning",
		slog.String("provider", c.provider), slog.String("op", op.Name),
		slog.String("warning", clip(printable(c.redact(warning)), maxMessage)))
}

// Redact clears a text of the client's keys. Foreign text goes through it before it is cut.
func (c *Caller) Redact(text string) string { return c.redact(text) }

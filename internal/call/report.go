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

// log writes a line per attempt, and a louder one when another attempt follows.
func (r *reporter) log(ctx context.Context, c *Caller, a *shelfwire.Attempt, header http.Header) {
	level, text := slog.LevelDebug, "provider call"
	if a.RetryIn >= 0 {
		level, text = slog.LevelWarn, "provider call failed and will be repeated"
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
		attrs = append(attrs, slog.String("error", e.Err.Error()))
	}
	return attrs
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
			attrs = append(attrs, slog.String(name, clip(redact(value), maxShortText)))
		}
	}
	return attrs
}

// Warn logs a warning that the provider put into a successful reply.
func (c *Caller) Warn(ctx context.Context, op Op, warning string) {
	if c.reporter.logger == nil {
		return
	}
	c.reporter.logger.LogAttrs(ctx, slog.LevelWarn, "provider warning",
		slog.String("provider", c.provider), slog.String("op", op.Name),
		slog.String("warning", clip(c.redact(printable(warning)), maxMessage)))
}

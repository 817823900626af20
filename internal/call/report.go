package call

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/shelfwire/shelfwire"
)

// reporter tells the caller's logger, observer and transcript about attempts.
type reporter struct {
	provider   string
	logger     *slog.Logger
	observe    func(context.Context, shelfwire.Attempt)
	transcript func(context.Context, shelfwire.Exchange)
}

func (r *reporter) reportAttempt(ctx context.Context, c *Caller, a *attempt, fail *failure, next retryDecision) {
	if r.logger == nil && r.observe == nil && r.transcript == nil {
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
	if next.retry {
		seen.RetryIn = next.wait
	}
	r.logAttempt(ctx, c, &seen, a.header)
	if r.observe != nil {
		r.observe(ctx, seen)
	}
	if r.transcript != nil && a.sent {
		r.transcript(ctx, c.newExchange(a, &seen))
	}
}

// logAttempt writes a line per attempt: at Warn for one that failed, at Debug for the others, also for one that its
// caller canceled, and for "not found", which the caller may well have asked to learn.
func (r *reporter) logAttempt(ctx context.Context, c *Caller, a *shelfwire.Attempt, header http.Header) {
	level, text := slog.LevelDebug, "provider call"
	switch {
	case a.RetryIn >= 0:
		level, text = slog.LevelWarn, "provider call failed and will be repeated"
	case a.Err != nil && !isCanceledByCaller(ctx, a.Err) && !errors.Is(a.Err, shelfwire.ErrNotFound):
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
	attrs = append(attrs, failureAttrs(a.Err)...)
	attrs = append(attrs, slog.Attr{Key: "header", Value: slog.GroupValue(headerAttrs(header, c.redact)...)})
	r.logger.LogAttrs(ctx, level, text, attrs...)
}

// isCanceledByCaller reports whether a call failed because its caller has canceled it.
func isCanceledByCaller(ctx context.Context, err error) bool {
	return ctx.Err() != nil && errors.Is(err, context.Canceled)
}

// failureAttrs says why an attempt failed. The provider's words are part of a body, and left out.
func failureAttrs(err error) []slog.Attr {
	e, ok := errors.AsType[*shelfwire.Error](err)
	if !ok {
		return nil
	}
	attrs := []slog.Attr{slog.String("outcome", e.Outcome.String())}
	if e.Code != "" {
		attrs = append(attrs, slog.String("code", e.Code))
	}
	if e.Err != nil {
		attrs = append(attrs, slog.String("error", errorTextWithoutBody(e.Err)))
	}
	return attrs
}

// errorTextWithoutBody is the text of an error, less what a foreign body says.
func errorTextWithoutBody(err error) string {
	if foreign, ok := errors.AsType[foreignError](err); ok && foreign.bodyText != "" {
		return foreign.textWithoutBody()
	}
	return err.Error()
}

// headerAttrs returns the headers that may be logged. The list says what is allowed, so unknown headers stay
// out.
func headerAttrs(header http.Header, redact func(string) string) []slog.Attr {
	var attrs []slog.Attr
	for _, name := range [...]string{
		"Content-Type", "Content-Length", "Date", "Retry-After",
		"X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset",
	} {
		if value := header.Get(name); value != "" {
			attrs = append(attrs, slog.String(name, redactAndClip(value, redact, maxShortText)))
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
		slog.String("warning", clipText(toPrintable(c.redact(warning)), maxMessage)))
}

// Redact replaces the client's keys in a text. Foreign text goes through it before it is cut.
func (c *Caller) Redact(text string) string { return c.redact(text) }

package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/transcript"
)

// recordShape adds an exchange to the shape: with the URL as the wire has rewritten it, under a name of its own.
func recordShape(shape *transcript.Shape) func(context.Context, shelfwire.Exchange) {
	return func(ctx context.Context, e shelfwire.Exchange) {
		rewrite, ok := ctx.Value(rewriteKey).(rewriting)
		if u, err := url.Parse(e.Request.URL); ok && err == nil && e.Attempt.Op != "Token" {
			r := &http.Request{URL: u}
			rewrite.apply(r)
			e.Request.URL, e.Attempt.Op = r.URL.String(), rewrite.op
		}
		shape.Record(ctx, e)
	}
}

// writeShape writes the shape of what came from real services into the file of -shape, readable for its owner alone.
func (c *config) writeShape(reports []report, shape *transcript.Shape) (err error) {
	if c.flags.shape == "" || !slices.ContainsFunc(reports, report.isReal) {
		return nil
	}
	file, err := os.OpenFile(c.flags.shape, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("-shape: %w", err)
	}
	if _, err = shape.WriteTo(file); err != nil {
		_ = file.Close()
		return err
	}
	fmt.Fprintf(c.stderr, "the shape of the responses is in %s\n", c.flags.shape)
	return file.Close()
}

package main

import (
	"bytes"
	"errors"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// What is parked before the board is there is said when it is, and everything is in the log at once.
func TestNotices(t *testing.T) {
	t.Parallel()
	var log, out bytes.Buffer
	n := notices{logger: slog.New(slog.NewTextHandler(&log, nil)), database: "shop.db"}
	n.closed(&flows.ClosedError{Order: 7, State: shop.OrderParked, Err: errors.New("503:\n  <html>")})
	assert.Contains(t, log.String(), `level=WARN msg="an order needs a person" order=7 state=parked reason="503:`)
	assert.Contains(t, log.String(), `eshop orders settle -database shop.db 7 KEY`)
	n.show(progress.New(&out))
	n.closed(&flows.ClosedError{Order: 8, State: shop.OrderFailed, Err: errors.New("422")})
	assert.Equal(t, "order 7, parked: 503: <html>\n"+
		"      look in Resico, then: eshop orders settle -database shop.db 7 KEY, or none for the key if it is not there\n"+
		"order 8, failed: 422\n"+
		"      put it right, then try again: eshop orders settle -database shop.db 8 none\n", out.String())
	assert.Contains(t, log.String(), "order=8 state=failed")
}

func TestShellWord(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"/srv/eshop.db":            "/srv/eshop.db",
		"/srv/my shop.db":          "'/srv/my shop.db'",
		"it's":                     `'it'\''s'`,
		"postgres://a@b/c?x=1&y=2": "'postgres://a@b/c?x=1&y=2'",
		"$(reboot)":                "'$(reboot)'",
		"":                         "''",
	} {
		assert.Equal(t, want, shellWord(text))
	}
}

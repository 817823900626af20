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
	n.closed(&flows.ClosedError{Order: 7, State: shop.OrderParked, Err: errors.New("503:\n  <html>"),
		Asked: shop.Asked{Question: "invoice/2", Step: shop.StepStatus{State: "parked"}}})
	assert.Contains(t, log.String(), `level=WARN msg="an order needs a person" order=7 state=parked reason="503:`)
	assert.Contains(t, log.String(), `eshop orders settle -database shop.db 7 invoice/2 KEY`)
	n.show(progress.New(&out))
	n.closed(&flows.ClosedError{Order: 8, State: shop.OrderFailed, Err: errors.New("422"), Asked: shop.Asked{Question: "invoice/1"}})
	assert.Equal(t, "order 7, parked: 503: <html>\n"+
		"      look in Resico, then: eshop orders settle -database shop.db 7 invoice/2 KEY, or none for the key if it is not there\n"+
		"order 8, failed: 422\n"+
		"      put it right, then try again: eshop orders settle -database shop.db 8 invoice/1 none, "+
		"or done for none when you have invoiced it by hand\n", out.String())
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
		"/srv/caf\xe9.db":          `$'/srv/caf\xe9.db'`,
		"\x1b[31mit's \"red\"\n\"": `$'\x1b[31mit\'s \"red\"\n\"'`,
	} {
		assert.Equal(t, want, shellWord(text))
	}
}

// However many there are, the true number is said, and the first are named.
func TestRemoteTroubles(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	no := shop.RemoteSummary{Remote: shop.Remote{Channel: "MerchantPro", ID: "7"}, State: shop.RemoteParked, Reason: "it has no lines"}
	gone := shop.RemoteSummary{
		Remote: shop.Remote{Channel: "MerchantPro", ID: "8\x1b"}, State: shop.RemoteParked, Order: 4, Reason: "cancelled",
	}
	remoteTroubles{count: 3, database: "shop.db", orders: []shop.RemoteSummary{no, gone}}.print(progress.New(&out))
	const settle = "eshop orders settle -database shop.db "
	assert.Equal(t, "3 channel orders need attention:\n"+
		"  MerchantPro 7: it has no lines\n"+
		"      put it right and let the next run take it: "+settle+"MerchantPro:7 "+string(no.Asked())+" none, or done for none when you have invoiced it by hand\n"+
		"  MerchantPro 8\uFFFD, order 4: cancelled\n"+
		"      see to its invoice by hand, then: "+settle+`$'MerchantPro:8\x1b' `+string(gone.Asked())+" done\n"+
		"  and 1 more\n", out.String())
}

// A key that could not be written down is in the log, and said: nothing else has it.
func TestNotices_unrecorded(t *testing.T) {
	t.Parallel()
	var log, out bytes.Buffer
	n := notices{logger: slog.New(slog.NewTextHandler(&log, nil)), database: "shop.db"}
	n.show(progress.New(&out))
	n.unrecorded(&flows.UnrecordedError{Order: 4, Target: "invoice of order 4", Key: "365", Err: errors.New("database is locked")})
	assert.Contains(t, log.String(), `level=ERROR msg="a key could not be written down: keep it for when the order asks" `+
		`order=4 made="invoice of order 4" key=365 error="database is locked"`)
	assert.Equal(t, "order 4: the key of invoice of order 4 could not be written down: keep it for when the order asks: 365\n",
		out.String())
}

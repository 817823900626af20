package main

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRun_HalfAKey(t *testing.T) {
	t.Parallel()
	for _, p := range providers {
		for _, name := range p.variables {
			w := newWorld(t)
			delete(w.variables, name)
			w.items, w.baseURLs = nil, nil
			assert.Equal(t, exitNotAsked, w.run(t.Context(), p.name))
			assert.Contains(t, w.stderr.String(), p.name+": "+name+" is not set: set all of ")
			assert.Zero(t, w.tamper.calls)
		}
	}
}

func TestRun_CommandLine(t *testing.T) {
	t.Parallel()
	for text, args := range map[string][]string{
		`"odoo" is none of resico, erpxt, shopinventory and virtpos`: {"odoo"},
		"-json and -issue exclude each other":                        {"-json", "-issue"},
		"-base-url and -item are for one provider":                   {"-item", "A"},
		"-base-url is for resico and erpxt":                          {"-base-url", "https://example.com", "virtpos"},
		"one to 3 items, separated by commas":                        {"-item", "A,,B", "virtpos"},
		"-customer is for resico: name it, and it alone":             {"-customer", "7"},
		"-customer is for resico: name it":                           {"-customer", "7", "erpxt"},
		"flag provided but not defined: -zero":                       {"-zero"},
	} {
		status, stdout, stderr := runAlone(t, args...)
		assert.Equal(t, exitNotAsked, status, text)
		assert.Empty(t, stdout)
		assert.Contains(t, stderr, text)
	}
	status, _, stderr := runAlone(t, "-help")
	assert.Zero(t, status)
	assert.Contains(t, stderr, "usage: probe [flags] [resico|")
	assert.Contains(t, stderr, "-wrong-key")
}

func TestRun_ItemOfVirtPOSIsANumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.items["virtpos"] = "TEA-3"
	assert.Equal(t, exitNotAsked, w.run(t.Context(), "virtpos"))
	assert.Contains(t, w.stderr.String(), "the number of an item")
	assert.Zero(t, w.tamper.calls)
}

// Without an item, what is about one is left open.
func TestRun_WithoutItem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.items = nil
	assert.Equal(t, "name an item with -item", w.ask(t, "shopinventory")["shopinventory/item"].seen)
	findings := w.ask(t, "virtpos")
	for _, id := range []string{"virtpos/key-in-body", "virtpos/version", "virtpos/update", "virtpos/whole-warehouse"} {
		assert.Equal(t, finding{unclear, "name an item with -item"}, findings[id], id)
	}
	assert.Zero(t, w.till.Calls("Store.UpdateOnHand"))
	assert.Zero(t, w.shop.Calls("Inventory.Update"))
}

// One call is made with a key that is rejected, and no more.
func TestRun_RejectedKey(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		provider, variable, says string
	}{
		"Resico":      {"resico", "RESICO_CLIENT_KEY", "rejected the key (401)"},
		"ERP XT":      {"erpxt", "ERPXT_CLIENT_SECRET", "rejected the key (401)"},
		"MerchantPro": {"shopinventory", "MERCHANTPRO_API_SECRET", "rejected the key (401)"},
		"VirtualPOS":  {"virtpos", "VIRTPOS_API_KEY", "did not carry out the first call: status 200"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.variables[c.variable] = "wrong-secret"
			assert.Equal(t, exitNotAsked, w.run(t.Context(), c.provider, "-json"))
			assert.Contains(t, w.stderr.String(), c.says)
			assert.Contains(t, w.stderr.String(), "nothing was tried twice")
			assert.Equal(t, 1, w.tamper.calls)
			reports := decodeReports(t, w.stdout.String())
			assert.NotEmpty(t, reports[0].Stopped)
			for _, r := range reports[0].Rows {
				if r.ID != "virtpos/rate-headers" { // the rejection itself is under 200
					assert.Equal(t, string(unclear), r.Verdict, r.ID+" "+r.Seen)
				}
			}
			assert.NotContains(t, w.stdout.String()+w.stderr.String(), "wrong-secret")
		})
	}
}

// A key without rights, and a wish to slow down, end the questions wherever they come.
func TestRun_StopsAt(t *testing.T) {
	t.Parallel()
	for status, says := range map[int]string{
		http.StatusForbidden:       "denied access (403)",
		http.StatusUnauthorized:    "rejected the key (401)",
		http.StatusTooManyRequests: "asked to slow down (429)",
	} {
		for _, p := range providers {
			w := newWorld(t)
			w.tamper.response = func(_ *sent, r *received) {
				if w.tamper.calls == 4 {
					r.StatusCode, r.body = status, `{"message":"no"}`
				}
			}
			w.run(t.Context(), p.name)
			assert.Contains(t, w.stderr.String(), says, p.name)
			assert.Equal(t, 4, w.tamper.calls, p.name)
		}
	}
}

// A service that is not there is tried once.
func TestRun_Unreachable(t *testing.T) {
	t.Parallel()
	for _, p := range providers {
		w := newWorld(t)
		w.tamper.request = func(s *sent) { s.URL.Host = "127.0.0.1:1" }
		assert.Equal(t, exitNotAsked, w.run(t.Context(), p.name))
		assert.Contains(t, w.stderr.String(), p.name+": the service cannot be reached: connection refused")
		assert.Equal(t, 1, w.tamper.calls, p.name)
	}
}

// A connection that breaks once leaves its row open.
func TestRun_BrokenOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tamper.request = func(s *sent) {
		if w.tamper.calls == 2 {
			s.URL.Host = "127.0.0.1:1"
		}
	}
	findings := w.ask(t, "resico")
	assert.Equal(t, finding{unclear, "connection refused"}, findings["resico/readable"])
	assert.Equal(t, holds, findings["resico/order"].verdict)
}

// A failure of the server leaves the row open.
func TestRun_ServerFailure(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	respond(inQuery("page=9"), http.StatusBadGateway, "")(w)
	assert.Equal(t, finding{unclear, "the service failed with status 502"}, w.ask(t, "resico")["resico/page-beyond-end"])
}

// Ctrl-C ends the questions.
func TestRun_Canceled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	w.tamper.request = func(*sent) {
		if w.tamper.calls == 3 {
			cancel()
		}
	}
	assert.Equal(t, exitNotAsked, w.run(ctx, "erpxt"))
	assert.LessOrEqual(t, w.tamper.calls, 3)
}

// The file of -shape that cannot be written is an error.
func TestRun_ShapeFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.shape = t.TempDir()
	assert.Equal(t, exitNotAsked, w.run(t.Context(), "virtpos"))
	assert.Contains(t, w.stderr.String(), "-shape: ")
}

// An account with nothing in it leaves everything open that is about products.
func TestRun_EmptyAccounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, p := range w.erpxt.Products() {
		w.erpxt.DeleteProducts(p.ID)
	}
	w.resico.DeleteProducts("CUP/11", "BOWL-00", "BOWL-01", "BOWL-02", "BOWL-03", "BOWL-04", "BOWL-05", "BOWL-06",
		"BOWL-07", "BOWL-08", "BOWL-09", "BOWL-10")
	for _, provider := range []string{"resico", "erpxt"} {
		for id, f := range w.ask(t, provider) {
			if strings.HasPrefix(id, "erpxt/resource-") {
				continue // not in the fake
			}
			assert.NotEqual(t, differs, f.verdict, "%s: %s", id, f.seen)
		}
	}
}

func TestDescribeFailure(t *testing.T) {
	t.Parallel()
	for text, err := range map[string]error{
		"unknown host name":   &net.DNSError{IsNotFound: true, Name: "company.example"},
		"no connection":       &net.DNSError{Name: "company.example"},
		"no response in time": context.DeadlineExceeded,
		"canceled":            context.Canceled,
	} {
		require.Error(t, err)
		assert.EqualError(t, describeFailure(err), text)
	}
}

package resicotest_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

// The result of each fault for a client that writes, and the state of the server afterwards.
func TestServer_Fail_Writes(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault    faults.Fault
		outcome  shelfwire.Outcome
		kind     error // nil for none of the known ones
		requests int
		invoices int
	}{
		"Status":          {faults.Status(503), shelfwire.OutcomeUnknown, nil, 1, 0},
		"applied, status": {faults.Status(500).AfterApplying(), shelfwire.OutcomeUnknown, nil, 1, 1},
		"ErrorBody":       {faults.ErrorBody(422, "no"), shelfwire.OutcomeRejected, shelfwire.ErrInvalid, 1, 0},
		"HTML 502":        {faults.HTML(502), shelfwire.OutcomeUnknown, nil, 1, 0},
		"HTML 200":        {faults.HTML(200), shelfwire.OutcomeUnknown, shelfwire.ErrMalformed, 1, 0},
		"applied, HTML":   {faults.HTML(200).AfterApplying(), shelfwire.OutcomeUnknown, shelfwire.ErrMalformed, 1, 1},
		"PHPError":        {faults.PHPError(200).AfterApplying(), shelfwire.OutcomeUnknown, shelfwire.ErrMalformed, 1, 1},
		"HTML 404":        {faults.HTML(404), shelfwire.OutcomeRejected, shelfwire.ErrMalformed, 1, 0},
		"a router's 422":  {faults.JSON(422, `{"message":"no"}`), shelfwire.OutcomeUnknown, shelfwire.ErrMalformed, 1, 0},
		"ErrorBody 404":   {faults.ErrorBody(404, "no"), shelfwire.OutcomeRejected, shelfwire.ErrNotFound, 1, 0},
		"RateLimited":     {faults.RateLimited("").Always(), shelfwire.OutcomeRejected, shelfwire.ErrRateLimited, 4, 0},
		"DropRequest":     {faults.DropRequest(), shelfwire.OutcomeUnknown, nil, 1, 0},
		"DropResponse":    {faults.DropResponse(), shelfwire.OutcomeUnknown, nil, 1, 1},
		"CutBody, quiet":  {faults.CutBodyWithoutLength(), shelfwire.OutcomeApplied, shelfwire.ErrMalformed, 1, 1},
		"CutBody":         {faults.CutBody(), shelfwire.OutcomeApplied, shelfwire.ErrMalformed, 1, 1},
		"WrongType":       {faults.WrongType(), shelfwire.OutcomeUnknown, shelfwire.ErrMalformed, 1, 1},
		"Redirect":        {faults.Redirect("https://login.example.com/"), shelfwire.OutcomeUnknown, nil, 1, 0},
		"EchoKey":         {faults.EchoKey(), shelfwire.OutcomeRejected, shelfwire.ErrInvalid, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newTill(t)
			srv.Fail(tc.fault.On("Invoices.Create"))
			client := srv.Client(nil)
			created, err := client.Invoices.Create(t.Context(), resico.NewInvoice{CustomerCode: "1"})
			require.Error(t, err)
			assert.Equal(t, tc.outcome == shelfwire.OutcomeApplied, created.ID == 1, "the ID beside the error")
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err), err)
			if tc.kind != nil {
				require.ErrorIs(t, err, tc.kind)
			}
			assert.NotContains(t, err.Error(), srv.Credentials().ClientKey.Reveal())
			assert.Equal(t, tc.requests, srv.Calls("Invoices.Create"))
			assert.Len(t, srv.Invoices(), tc.invoices)

			srv.ClearFaults()
			_, err = client.Invoices.Create(t.Context(), resico.NewInvoice{CustomerCode: "1"})
			require.NoError(t, err, "the server is well again")
		})
	}
}

func TestServer_Fail_EchoKey(t *testing.T) {
	t.Parallel()
	srv := newTill(t)
	srv.Fail(faults.EchoKey())
	_, body := roundTrip(t, newRequest(t, srv, "PUT", "/salesinvoice", `{}`))
	assert.Contains(t, body, srv.Credentials().ClientCode.Reveal())
	assert.Contains(t, body, srv.Credentials().ClientKey.Reveal())
}

// Reads succeed after transient failures.
func TestServer_Fail_Reads(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faults.Fault{
		"Status": faults.Status(503).Times(2), "HTML": faults.HTML(502).Times(2), "WrongType": faults.WrongType().Times(1),
		"HTML 200": faults.HTML(200).Times(1), "PHPError": faults.PHPError(200).Times(1), "RateLimited": faults.RateLimited("").Times(2),
		"DropRequest": faults.DropRequest().Times(2), "DropResponse": faults.DropResponse().Times(2), "CutBody": faults.CutBody().Times(2),
		"Between": faults.Between(func() {}), "Delay": faults.Delay(1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := resicotest.NewServer(t)
			addNumbered(srv, 250)
			srv.Fail(fault.On("Products.List").Skip(1))
			n := 0
			for _, err := range srv.Client(nil).Products.All(t.Context(), resico.ProductQuery{}) {
				require.NoError(t, err)
				n++
			}
			assert.Equal(t, 250, n)
		})
	}
}

func TestServer_Fail_ListChangesBetweenPages(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	addNumbered(srv, 300)
	srv.Fail(faults.Between(func() { srv.DeleteProducts("P000300", "P000299") }).On("Products.List").Skip(1))
	seen := map[string]int{}
	for p, err := range srv.Client(nil).Products.All(t.Context(), resico.ProductQuery{}) {
		require.NoError(t, err)
		seen[p.SKU]++
	}
	assert.Len(t, seen, 300, "the first page still had the two")
	assert.Len(t, listProducts(t, srv, "?limit=1000", "").Data, 298)
}

func TestServer_Fail_RepeatedPage(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	addNumbered(srv, 30)
	srv.Fail(faults.RepeatPage())
	first := listProducts(t, srv, "?limit=10&page=1", "")
	assert.Equal(t, first, listProducts(t, srv, "?limit=10&page=2", ""))
	assert.Equal(t, "P000011", listProducts(t, srv, "?limit=10&page=2", "").joinSKUs(t)[:7])
}

// A GET on a connection that was used before is repeated by net/http itself, as package faults warns.
func TestServer_Fail_NetHTTPRetriesReads(t *testing.T) {
	t.Parallel()
	srv := newTill(t)
	client := srv.Client(&shelfwire.Options{Retry: shelfwire.RetryPolicy{MaxAttempts: 1}})
	_, err := client.Products.Balance(t.Context(), "BOWL")
	require.NoError(t, err)
	srv.Fail(faults.DropRequest().On("Products.Balance"))
	_, err = client.Products.Balance(t.Context(), "BOWL")
	require.NoError(t, err)
	assert.Equal(t, 3, srv.Calls("Products.Balance"))
}

// A line whose response is lost is in, and the client adds it only once.
func TestServer_Fail_LostLine(t *testing.T) {
	t.Parallel()
	srv := newTill(t)
	srv.Fail(faults.DropResponse().On("Invoices.AddLine").Skip(2))
	lines := []resico.NewLine{
		newLine("BOWL", "1", "1"), newLine("FORK", "1", "1"), newLine("BOWL", "2", "1"), newLine("FORK", "2", "1"),
	}
	_, err := srv.Client(nil).Invoices.CreateWithLines(t.Context(), resico.NewInvoice{CustomerCode: "1"}, lines)
	partial, ok := errors.AsType[*resico.PartialInvoiceError](err)
	require.True(t, ok, err)
	rest, safe := partial.Resume()
	assert.Len(t, rest, 2)
	assert.False(t, safe)
	assert.Len(t, srv.Invoices()[0].Lines, 3)
	assert.Equal(t, 3, srv.Calls("Invoices.AddLine"))
}

func TestServer_Fail_UnknownOperation(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	assert.Panics(t, func() { srv.Fail(faults.Status(503).On("Invoice.Create")) })
	assert.Panics(t, func() { srv.Calls("Products") })
}

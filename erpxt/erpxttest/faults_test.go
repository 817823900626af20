package erpxttest_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/faults"
)

// What a client makes of each fault when it writes, beside what the server holds afterwards.
func TestServer_Fail_Writes(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault    faults.Fault
		outcome  shelfwire.Outcome
		kind     error // nil for none of the known ones
		requests int
		products int
	}{
		"Status":            {faults.Status(503), shelfwire.OutcomeUnknown, nil, 1, 0},
		"applied, status":   {faults.Status(500).AfterApplying(), shelfwire.OutcomeUnknown, nil, 1, 1},
		"ErrorBody":         {faults.ErrorBody(400, "no"), shelfwire.OutcomeRejected, shelfwire.ErrInvalid, 1, 0},
		"HTML 502":          {faults.HTML(502), shelfwire.OutcomeUnknown, nil, 1, 0},
		"HTML 200":          {faults.HTML(200), shelfwire.OutcomeUnknown, shelfwire.ErrMalformed, 1, 0},
		"applied, HTML 200": {faults.HTML(200).AfterApplying(), shelfwire.OutcomeUnknown, shelfwire.ErrMalformed, 1, 1},
		"applied, PHPError": {faults.PHPError(200).AfterApplying(), shelfwire.OutcomeUnknown, shelfwire.ErrMalformed, 1, 1},
		"applied, null":     {faults.JSON(200, "null").AfterApplying(), shelfwire.OutcomeUnknown, shelfwire.ErrMalformed, 1, 1},
		"ErrorBody 200":     {faults.ErrorBody(200, "no"), shelfwire.OutcomeRejected, nil, 1, 0},
		"HTML 404":          {faults.HTML(404), shelfwire.OutcomeRejected, shelfwire.ErrMalformed, 1, 0},
		"HTML 400":          {faults.HTML(400), shelfwire.OutcomeUnknown, shelfwire.ErrMalformed, 1, 0},
		"the router's 404":  {faults.JSON(404, erpxttest.RouterNotFound), shelfwire.OutcomeRejected, shelfwire.ErrMalformed, 1, 0},
		"applied, 524":      {faults.HTML(524).AfterApplying(), shelfwire.OutcomeUnknown, nil, 1, 1},
		"RateLimited":       {faults.RateLimited("").Always(), shelfwire.OutcomeRejected, shelfwire.ErrRateLimited, 4, 0},
		"DropRequest":       {faults.DropRequest(), shelfwire.OutcomeUnknown, nil, 1, 0},
		"DropResponse":      {faults.DropResponse(), shelfwire.OutcomeUnknown, nil, 1, 1},
		"CutBody":           {faults.CutBody(), shelfwire.OutcomeUnknown, shelfwire.ErrMalformed, 1, 1},
		"WrongType":         {faults.WrongType(), shelfwire.OutcomeUnknown, shelfwire.ErrMalformed, 1, 1},
		"Redirect":          {faults.Redirect("https://login.example.com/"), shelfwire.OutcomeUnknown, nil, 1, 0},
		"EchoKey":           {faults.EchoKey(), shelfwire.OutcomeRejected, shelfwire.ErrInvalid, 1, 0},
		"403":               {faults.Status(403), shelfwire.OutcomeRejected, shelfwire.ErrForbidden, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := erpxttest.NewServer(t)
			srv.Fail(tc.fault.On("Products.Create"))
			client := srv.Client(nil)
			_, err := client.Products.Create(t.Context(), newBowl())
			require.Error(t, err)
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err), err)
			if tc.kind != nil {
				require.ErrorIs(t, err, tc.kind)
			}
			assert.Equal(t, tc.requests, srv.Calls("Products.Create"))
			assert.Len(t, srv.Products(), tc.products)

			srv.ClearFaults()
			_, err = client.Products.Create(t.Context(), newBowl())
			require.NoError(t, err, "the server is well again")
			assert.Equal(t, 1, srv.Calls("Token"))
		})
	}
}

// Replacing and deleting may be repeated, and get over everything that passes.
func TestServer_Fail_IdempotentWrites(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faults.Fault{
		"Status": faults.Status(503), "applied": faults.Status(500).AfterApplying(), "HTML": faults.HTML(502),
		"RateLimited": faults.RateLimited(""), "DropRequest": faults.DropRequest(), "DropResponse": faults.DropResponse(),
		"Delay": faults.Delay(time.Microsecond), "Between": faults.Between(func() {}), "CutBody": faults.CutBody(),
		"WrongType": faults.WrongType(), "RepeatPage": faults.RepeatPage(), "HTML 200": faults.HTML(200),
		"applied, HTML 200": faults.HTML(200).AfterApplying(), "PHPError": faults.PHPError(200).AfterApplying(),
		"null": faults.JSON(200, "null"), "524": faults.HTML(524), "Prefix": faults.Prefix("<br />Warning"),
		"no length": faults.CutBodyWithoutLength(), "spaces": faults.Prefix(" \r\n"), "408": faults.Status(408),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := erpxttest.NewServer(t)
			srv.AddProducts(erpxt.Product{Name: "A"}, erpxt.Product{Name: "B"})
			srv.Fail(fault.On("Products.Replace"), fault.On("Products.Delete"))
			client := srv.Client(nil)
			_, err := client.Products.Edit(t.Context(), 1, func(p *erpxt.Product) error {
				p.SaleGrossPrice = price("12.30")
				return nil
			})
			require.NoError(t, err)
			require.NoError(t, client.Products.Delete(t.Context(), 2))
			require.Len(t, srv.Products(), 1)
			assert.Equal(t, "10.00", srv.Products()[0].SaleNetPrice.String())
		})
	}
}

// Reads get over everything that passes.
func TestServer_Fail_Reads(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faults.Fault{
		"Status": faults.Status(503), "HTML": faults.HTML(502), "RateLimited": faults.RateLimited(""),
		"DropRequest": faults.DropRequest(), "DropResponse": faults.DropResponse(), "CutBody": faults.CutBody(),
		"Between": faults.Between(func() {}), "Delay": faults.Delay(1), "no length": faults.CutBodyWithoutLength(),
		"524": faults.HTML(524), "425": faults.Status(425), "a mark": faults.Prefix(" \ufeff"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := erpxttest.NewServer(t)
			addNumbered(srv, 250)
			srv.Fail(fault.On("Products.List").Skip(1).Times(2), fault.On("Token"))
			n := 0
			for _, err := range srv.Client(nil).Products.All(t.Context(), erpxt.ProductQuery{}) {
				require.NoError(t, err)
				n++
			}
			assert.Equal(t, 250, n)
		})
	}
}

// What a client makes of a token that it cannot get.
func TestServer_Fail_Tokens(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault faults.Fault
		kind  error
	}{
		"Status":       {faults.Status(503), nil},
		"ErrorBody":    {faults.ErrorBody(401, "no"), shelfwire.ErrUnauthorized},
		"HTML":         {faults.HTML(502), nil},
		"HTML 200":     {faults.HTML(200), shelfwire.ErrMalformed},
		"WrongType":    {faults.WrongType(), shelfwire.ErrMalformed},
		"RateLimited":  {faults.RateLimited(""), shelfwire.ErrRateLimited},
		"DropRequest":  {faults.DropRequest(), nil},
		"DropResponse": {faults.DropResponse(), nil},
		"EchoKey":      {faults.EchoKey(), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := erpxttest.NewServer(t)
			srv.Fail(tc.fault.Always().On("Token"))
			_, err := srv.Client(nil).Products.Create(t.Context(), newBowl())
			require.Error(t, err)
			if tc.kind != nil {
				require.ErrorIs(t, err, tc.kind)
			}
			assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err), err)
			assert.NotContains(t, err.Error(), srv.Credentials().ClientSecret.Reveal())
			assert.Zero(t, srv.Calls("Products.Create"))
		})
	}
}

// A response that is not the provider's is asked for once more by all calls but creates.
func TestServer_Fail_ForeignResponses(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faults.Fault{
		"HTML": faults.HTML(200), "PHPError": faults.PHPError(200), "null": faults.JSON(200, "null"),
		"WrongType": faults.WrongType(), "Prefix": faults.Prefix("<br />Warning: "), "an uncaught error": faults.JSON(200, `{"Message":"m"}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := erpxttest.NewServer(t)
			addNumbered(srv, 3)
			srv.Fail(fault.On("Products.List").Skip(1), fault.On("Token"), fault.On("Products.Get"))
			client, n := srv.Client(nil), 0
			for _, err := range client.Products.All(t.Context(), erpxt.ProductQuery{PageSize: 2}) {
				require.NoError(t, err)
				n++
			}
			assert.Equal(t, 3, n)
			_, err := client.Products.Get(t.Context(), 1)
			require.NoError(t, err)
		})
	}
}

func TestServer_Fail_EchoKey(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	token := newToken(t, srv)
	srv.Fail(faults.EchoKey().Times(2))
	_, body := roundTrip(t, newRequest(t, srv, token, "PUT", "/products", `{}`))
	assert.Contains(t, body, `{"Message":"not accepted: `+token)
	r := tokenRequest(t, srv)
	_, body = roundTrip(t, r)
	assert.Contains(t, body, r.Header.Get("Authorization")[len("Basic "):])
	assert.Contains(t, body, srv.Credentials().ClientID.Reveal())
	assert.Contains(t, body, srv.Credentials().ClientSecret.Reveal())
}

// A walk by key loses nothing when products come and go between its pages.
func TestServer_Fail_ChangesBetweenPages(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	addNumbered(srv, 300)
	srv.Fail(faults.Between(func() {
		srv.DeleteProducts(1)
		srv.DeleteProducts(300)
		addNumbered(srv, 1)
	}).On("Products.List").Skip(1))
	seen := map[int64]int{}
	for p, err := range srv.Client(nil).Products.All(t.Context(), erpxt.ProductQuery{}) {
		require.NoError(t, err)
		seen[p.ID]++
	}
	assert.Len(t, seen, 300)
	assert.Zero(t, seen[300])
	assert.Equal(t, 1, seen[301])
}

func TestServer_Fail_RepeatedPage(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	addNumbered(srv, 3)
	srv.Fail(faults.RepeatPage())
	require.Equal(t, "1", listIDs(t, srv, "$top", "1"), "there is no page before the first")
	require.Equal(t, "1", listIDs(t, srv, "$top", "1", "$filter", "Id gt 1"))
	require.Equal(t, "2", listIDs(t, srv, "$top", "1", "$filter", "Id gt 1"))

	srv.Fail(faults.RepeatPage().On("Products.List").Skip(1))
	var last error
	for _, err := range srv.Client(nil).Products.All(t.Context(), erpxt.ProductQuery{PageSize: 2}) {
		last = err
	}
	assert.ErrorIs(t, last, shelfwire.ErrIncomplete)
}

// The response to the first attempt is lost, and the second attempt finds no product: it was deleted.
func TestServer_Fail_DeleteLostResponse(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	addNumbered(srv, 1)
	srv.Fail(faults.DropResponse().On("Products.Delete"))
	require.NoError(t, srv.Client(nil).Products.Delete(t.Context(), 1))
	assert.Empty(t, srv.Products())
	requests := srv.Requests()
	assert.Equal(t, http.StatusBadRequest, requests[len(requests)-1].Status)
}

func TestServer_Fail_UnknownOperation(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	assert.Panics(t, func() { srv.Fail(faults.Status(503).On("Products.Edit")) })
	assert.Panics(t, func() { srv.Calls("Tokens") })
}

package shopinventorytest_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// transientMessage is the message of the shop for a transient failure.
const transientMessage = "Operation could not be completed"

// What a client makes of each fault when it adjusts a stock, beside what the shop did: it never adjusts it twice.
func TestServer_Fail_Adjustments(t *testing.T) {
	t.Parallel()
	const refused, applied, unknown = shelfwire.OutcomeRejected, shelfwire.OutcomeApplied, shelfwire.OutcomeUnknown
	for name, tc := range map[string]struct {
		fault    faults.Fault
		outcome  shelfwire.Outcome
		kind     error // nil for none of the known ones
		requests int
		applied  int
	}{
		"Status 500":         {faults.Status(500), unknown, nil, 1, 0},
		"Status 503":         {faults.Status(503), unknown, nil, 1, 0},
		"applied, status":    {faults.Status(500).AfterApplying(), unknown, nil, 1, 1},
		"ErrorBody":          {faults.ErrorBody(400, "no"), refused, shelfwire.ErrInvalid, 1, 0},
		"ErrorBody 404":      {faults.ErrorBody(404, "no"), refused, shelfwire.ErrNotFound, 1, 0},
		"transient 400":      {faults.ErrorBody(400, transientMessage), unknown, nil, 1, 0},
		"transient 405":      {faults.ErrorBody(405, transientMessage).AfterApplying(), unknown, nil, 1, 1},
		"applied, transient": {faults.ErrorBody(400, transientMessage).AfterApplying(), unknown, nil, 1, 1},
		"error under 200":    {faults.ErrorBody(200, "no"), unknown, nil, 1, 0},
		"HTML 502":           {faults.HTML(502), unknown, nil, 1, 0},
		"HTML 504 late":      {faults.HTML(504).AfterApplying(), unknown, nil, 1, 1},
		"HTML 200":           {faults.HTML(200), unknown, shelfwire.ErrMalformed, 1, 0},
		"HTML 200 late":      {faults.HTML(200).AfterApplying(), unknown, shelfwire.ErrMalformed, 1, 1},
		"PHPError":           {faults.PHPError(200).AfterApplying(), unknown, shelfwire.ErrMalformed, 1, 1},
		"another product":    {faults.JSON(200, `{"id":1,"sku":"OTHER"}`), unknown, shelfwire.ErrMalformed, 1, 0},
		"router's 404":       {faults.HTML(404), refused, shelfwire.ErrMalformed, 1, 0},
		"Prefix":             {faults.Prefix("<b>Warning</b>: x"), unknown, shelfwire.ErrMalformed, 1, 1},
		"RateLimited":        {faults.RateLimited("0").Always(), refused, shelfwire.ErrRateLimited, 4, 0},
		"too long a wait":    {faults.RateLimited("3600"), refused, shelfwire.ErrRateLimited, 1, 0},
		"DropRequest":        {faults.DropRequest(), unknown, nil, 1, 0},
		"DropResponse":       {faults.DropResponse(), unknown, nil, 1, 1},
		"CutBody":            {faults.CutBody(), applied, shelfwire.ErrMalformed, 1, 1},
		"WrongType":          {faults.WrongType(), unknown, shelfwire.ErrMalformed, 1, 1},
		"Redirect":           {faults.Redirect("https://www.example.com/"), unknown, nil, 1, 0},
		"EchoKey":            {faults.EchoKey(), refused, shelfwire.ErrInvalid, 1, 0},
		"401":                {faults.Status(401), refused, shelfwire.ErrUnauthorized, 1, 0},
		"403":                {faults.Status(403), refused, shelfwire.ErrForbidden, 1, 0},
		"403, transient":     {faults.ErrorBody(403, transientMessage), refused, shelfwire.ErrForbidden, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := shop(t)
			srv.Fail(tc.fault.On("Inventory.Update"))
			adjust := shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(3)}
			_, err := srv.Client(nil).Inventory.Update(t.Context(), theShirt, adjust)
			require.Error(t, err)
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err), err)
			if tc.kind != nil {
				require.ErrorIs(t, err, tc.kind)
			}
			assert.NotContains(t, err.Error(), srv.Credentials().APISecret.Reveal())
			assert.Equal(t, tc.requests, srv.Calls("Inventory.Update"))
			assert.Equal(t, tc.applied, srv.Adjustments())

			srv.ClearFaults()
			item, err := srv.Client(nil).Inventory.Update(t.Context(), theShirt, adjust)
			require.NoError(t, err, "the server is well again")
			assert.Equal(t, strconv.Itoa(5+3*(tc.applied+1)), item.OnHand.String())
		})
	}
}

// An adjustment that was certainly not made is made by the next try.
func TestServer_Fail_AdjustmentsNotSent(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faults.Fault{
		"RateLimited": faults.RateLimited("0").Times(3), "Delay": faults.Delay(time.Microsecond),
		"Between": faults.Between(func() {}), "RepeatPage": faults.RepeatPage(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := shop(t)
			srv.Fail(fault.On("Inventory.Update"))
			item, err := srv.Client(nil).Inventory.Update(t.Context(), theShirt, shopinventory.ItemUpdate{
				OnHand: shopinventory.AdjustOnHand(3), InventoryEnabled: shelfwire.Set(true),
			})
			require.NoError(t, err)
			assert.Equal(t, "8", item.OnHand.String())
			assert.Equal(t, 1, srv.Adjustments(theShirt))
		})
	}
}

// Setting a stock may be repeated, and gets over everything that passes.
func TestServer_Fail_AbsoluteUpdates(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faults.Fault{
		"Status": faults.Status(503).Times(3), "applied": faults.Status(500).AfterApplying(), "HTML": faults.HTML(502),
		"RateLimited": faults.RateLimited("0"), "DropRequest": faults.DropRequest(), "DropResponse": faults.DropResponse(),
		"Delay": faults.Delay(time.Microsecond), "Between": faults.Between(func() {}), "RepeatPage": faults.RepeatPage(),
		"transient 400": faults.ErrorBody(400, transientMessage), "transient 405": faults.ErrorBody(405, transientMessage),
		"CutBody": faults.CutBody(), "CutBodyWithoutLength": faults.CutBodyWithoutLength(), "HTML 200": faults.HTML(200),
		"WrongType": faults.WrongType(), "PHPError": faults.PHPError(200).AfterApplying(), "Prefix": faults.Prefix("<br />"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := shop(t)
			srv.Fail(fault.On("Inventory.Update"))
			item, err := srv.Client(nil).Inventory.Update(t.Context(), theShirt, shopinventory.ItemUpdate{
				OnHand: shopinventory.SetOnHand(20), PriceNet: optDecimal("75.63"),
			})
			require.NoError(t, err)
			assert.Equal(t, "20", item.OnHand.String())
			assert.Equal(t, "90.00", item.PriceGross.String())
			assert.Equal(t, "20", stockOf(t, srv))
			assert.Zero(t, srv.Adjustments())
		})
	}
}

// What does not pass ends an absolute update, too.
func TestServer_Fail_EndsAbsoluteUpdates(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault    faults.Fault
		outcome  shelfwire.Outcome
		kind     error
		requests int
	}{
		"Status for ever":       {faults.Status(503).Always(), shelfwire.OutcomeUnknown, nil, 4},
		"DropResponse for ever": {faults.DropResponse().Always(), shelfwire.OutcomeUnknown, nil, 4},
		"RateLimited always":    {faults.RateLimited("0").Always(), shelfwire.OutcomeRejected, shelfwire.ErrRateLimited, 4},
		"ErrorBody":             {faults.ErrorBody(400, "no"), shelfwire.OutcomeRejected, shelfwire.ErrInvalid, 1},
		"EchoKey":               {faults.EchoKey(), shelfwire.OutcomeRejected, shelfwire.ErrInvalid, 1},
		"403":                   {faults.Status(403), shelfwire.OutcomeRejected, shelfwire.ErrForbidden, 1},
		"HTML 200":              {faults.HTML(200).Always(), shelfwire.OutcomeUnknown, shelfwire.ErrMalformed, 2},
		"CutBody":               {faults.CutBody().Always(), shelfwire.OutcomeApplied, shelfwire.ErrMalformed, 4},
		"WrongType":             {faults.WrongType().Always(), shelfwire.OutcomeUnknown, shelfwire.ErrMalformed, 2},
		"Redirect":              {faults.Redirect("https://www.example.com/"), shelfwire.OutcomeUnknown, nil, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := shop(t)
			srv.Fail(tc.fault.On("Inventory.Update"))
			_, err := srv.Client(nil).Inventory.Update(t.Context(), theShirt, shopinventory.ItemUpdate{
				OnHand: shopinventory.SetOnHand(20),
			})
			require.Error(t, err)
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err), err)
			if tc.kind != nil {
				require.ErrorIs(t, err, tc.kind)
			}
			assert.Equal(t, tc.requests, srv.Calls("Inventory.Update"))
		})
	}
}

// Reads get over everything that passes.
func TestServer_Fail_Reads(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faults.Fault{
		"Status": faults.Status(503), "HTML": faults.HTML(502), "RateLimited": faults.RateLimited("0"),
		"DropRequest": faults.DropRequest(), "DropResponse": faults.DropResponse(), "CutBody": faults.CutBody(),
		"Between": faults.Between(func() {}), "Delay": faults.Delay(1), "transient": faults.ErrorBody(400, transientMessage),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := shop(t)
			srv.Fail(fault.On("Inventory.Get").Times(2))
			item, err := srv.Client(nil).Inventory.Get(t.Context(), theShirt)
			require.NoError(t, err)
			assert.Equal(t, "5", item.OnHand.String())
		})
	}
}

// An order that comes in between a lost response and its repetition is overwritten: that is what setting means.
func TestServer_Fail_OrderBetweenTwoAttempts(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	srv.Fail(
		faults.DropResponse().On("Inventory.Update"),
		faults.Between(func() { srv.SetOnHand(theShirt, shelfwire.NewDecimal(19)) }).On("Inventory.Update").Skip(1),
	)
	item, err := srv.Client(nil).Inventory.Update(t.Context(), theShirt, shopinventory.ItemUpdate{
		OnHand: shopinventory.SetOnHand(20),
	})
	require.NoError(t, err)
	assert.Equal(t, "20", item.OnHand.String())
	assert.Equal(t, 2, srv.Calls("Inventory.Update"))
}

func TestServer_Fail_EchoKey(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	srv.Fail(faults.EchoKey())
	r := newRequest(t, srv, "GET", "/api/v2/inventory/id/10002", "")
	_, body := roundTrip(t, r)
	words := decodeRejection(t, body).Message
	assert.Contains(t, words, r.Header.Get("Authorization")[len("Basic "):])
	assert.Contains(t, words, srv.Credentials().APIKey.Reveal())
	assert.Contains(t, words, srv.Credentials().APISecret.Reveal())
}

func TestServer_Fail_UnknownOperation(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	assert.Panics(t, func() { srv.Fail(faults.Status(503).On("Inventory.UpdateAll")) })
	assert.Panics(t, func() { srv.Calls("Inventory.List") })
}

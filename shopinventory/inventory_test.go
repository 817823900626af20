package shopinventory_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// A response about another product is not taken for the one that was asked for.
func TestInventoryService_Get_AnotherProduct(t *testing.T) {
	t.Parallel()
	body := `{"id":7,"sku":"Ab-1","ean":"123"}`
	for ref, ok := range map[shopinventory.ItemRef]bool{
		shopinventory.ByID(7):       true,
		shopinventory.ByID(8):       false,
		shopinventory.BySKU("ab-1"): true, // collations of databases
		shopinventory.BySKU("ab-2"): false,
		shopinventory.ByEAN("123"):  true,
		shopinventory.ByEAN("1234"): false,
	} {
		_, err := newShop(response{status: 200, body: body}).client(t).Inventory.Get(t.Context(), ref)
		if ok {
			require.NoError(t, err, ref)
			continue
		}
		require.ErrorIs(t, err, shelfwire.ErrMalformed, ref)
		require.ErrorContains(t, err, ref.String())
	}
	_, err := newShop(response{status: 200, body: `{"id":7}`}).client(t).Inventory.Get(t.Context(), shopinventory.BySKU("x"))
	require.NoError(t, err, "a shop may leave the SKU out")
}

// Under all faults, one call applies at most one adjustment, and a caller who is told that nothing
// happened can rely on it.
func TestInventoryService_Update_AdjustsOnce(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault    faults.Fault
		outcome  shelfwire.Outcome
		requests int
		applied  int
	}{
		"503":                  {faults.Status(503), shelfwire.OutcomeUnknown, 1, 0},
		"applied, 503":         {faults.Status(503).AfterApplying(), shelfwire.OutcomeUnknown, 1, 1},
		"applied, 500":         {faults.Status(500).AfterApplying(), shelfwire.OutcomeUnknown, 1, 1},
		"applied, 400 passing": {faults.ErrorBody(400, "Operation could not be completed").AfterApplying(), shelfwire.OutcomeUnknown, 1, 1},
		"405 passing":          {faults.ErrorBody(405, "Operation could not be completed"), shelfwire.OutcomeUnknown, 1, 0},
		"400":                  {faults.ErrorBody(400, "no"), shelfwire.OutcomeRejected, 1, 0},
		"401":                  {faults.Status(401), shelfwire.OutcomeRejected, 1, 0},
		"403":                  {faults.Status(403), shelfwire.OutcomeRejected, 1, 0},
		"404":                  {faults.Status(404), shelfwire.OutcomeRejected, 1, 0},
		"429, then well":       {faults.RateLimited("0"), shelfwire.OutcomeApplied, 2, 1},
		"cut before":           {faults.DropRequest(), shelfwire.OutcomeUnknown, 1, 0},
		"cut after":            {faults.DropResponse(), shelfwire.OutcomeUnknown, 1, 1},
		"cut body":             {faults.CutBody(), shelfwire.OutcomeApplied, 1, 1},
		"cut body, no length":  {faults.CutBodyWithoutLength(), shelfwire.OutcomeApplied, 1, 1},
		"wrong type":           {faults.WrongType(), shelfwire.OutcomeUnknown, 1, 1},
		"HTML 200":             {faults.HTML(200), shelfwire.OutcomeUnknown, 1, 0},
		"applied, HTML 200":    {faults.HTML(200).AfterApplying(), shelfwire.OutcomeUnknown, 1, 1},
		"HTML 502":             {faults.HTML(502), shelfwire.OutcomeUnknown, 1, 0},
		"redirect":             {faults.Redirect("https://www.example.com/"), shelfwire.OutcomeUnknown, 1, 0},
		"echo":                 {faults.EchoKey(), shelfwire.OutcomeRejected, 1, 0},
		"delay":                {faults.Delay(1), shelfwire.OutcomeApplied, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := shopinventorytest.NewServer(t)
			srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{
				SKU: "A", InventoryEnabled: shelfwire.Set(true), OnHand: num("10"),
			}})
			srv.Fail(tc.fault.On("Inventory.Update"))
			client := srv.Client(&shelfwire.Options{Retry: shelfwire.RetryPolicy{MaxAttempts: 4, BaseDelay: 1, MaxDelay: 1}})
			_, err := client.Inventory.Update(t.Context(), shopinventory.BySKU("A"),
				shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(-3)})
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err), err)
			assert.Equal(t, tc.requests, srv.Calls("Inventory.Update"))

			srv.ClearFaults()
			after, err := client.Inventory.Get(t.Context(), shopinventory.BySKU("A"))
			require.NoError(t, err)
			assert.Equal(t, fmt.Sprint(10-3*tc.applied), after.OnHand.String(), "the way out: read and compare")
		})
	}
}

// An absolute update gets over everything that passes, a read too.
func TestInventoryService_Update_RepeatsAbsoluteUpdates(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faults.Fault{
		"503": faults.Status(503), "applied, 500": faults.Status(500).AfterApplying(), "cut before": faults.DropRequest(),
		"cut after": faults.DropResponse(), "cut body": faults.CutBody(), "429": faults.RateLimited("0"), "HTML": faults.HTML(502),
		"HTML 200": faults.HTML(200), "applied, HTML 200": faults.HTML(200).AfterApplying(), "PHP": faults.PHPError(200),
		"cut body, no length": faults.CutBodyWithoutLength(), "522": faults.Status(522), "408": faults.Status(408),
		"passing": faults.ErrorBody(400, "Operation could not be completed."),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := shopinventorytest.NewServer(t)
			srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{
				SKU: "A", InventoryEnabled: shelfwire.Set(true), OnHand: num("10"),
			}})
			srv.Fail(fault.On("Inventory.Update"), fault.On("Inventory.Get"))
			client := srv.Client(nil)
			item, err := client.Inventory.Update(t.Context(), shopinventory.BySKU("A"), shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(4)})
			require.NoError(t, err)
			assert.Equal(t, "4", item.OnHand.String())
			assert.Equal(t, 2, srv.Calls("Inventory.Update"))
			item, err = client.Inventory.Get(t.Context(), shopinventory.ByID(item.ID))
			require.NoError(t, err)
			assert.Equal(t, "4", item.OnHand.String())
		})
	}
}

// A wrong key is tried once per call, so that the shop does not lock it out.
func TestInventoryService_RejectedKeysAreFinal(t *testing.T) {
	t.Parallel()
	for status, kind := range map[int]error{401: shelfwire.ErrUnauthorized, 403: shelfwire.ErrForbidden} {
		for _, message := range []string{"no", "Operation could not be completed"} {
			body := `{"error":{"name":"key","message":"` + message + `"}}`
			s := newShop(response{status: status, body: body, header: []string{"Retry-After", "1"}})
			_, err := s.client(t).Inventory.Get(t.Context(), shopinventory.ByID(1))
			require.ErrorIs(t, err, kind)
			assert.Len(t, s.calls(), 1)
			assert.Equal(t, "key", clienttest.RequireError(t, err).Code)
		}
	}
}

package shopinventory_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// A response that breaks off behind the product is that of a change that was made, and the product is there.
func TestInventoryService_Update_BrokenOff(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		ref     shopinventory.ItemRef
		body    string
		outcome shelfwire.Outcome
		id      int64
		stock   string
	}{
		{"before the id", mugID, `{"id":`, shelfwire.OutcomeUnknown, 0, "absent"},
		{"within the id", mugID, `{"id":10001`, shelfwire.OutcomeUnknown, 0, "absent"},
		{"behind the id", mugID, `{"id":10001,`, shelfwire.OutcomeApplied, 10001, "absent"},
		{"behind another id", mugID, `{"id":10002,`, shelfwire.OutcomeUnknown, 0, "absent"},
		{"behind another SKU", mugSKU, `{"id":10001,"sku":"MUG-12",`, shelfwire.OutcomeUnknown, 0, "absent"},
		{"within the stock", mugSKU, `{"id":10001,"sku":"MUG-1","stock":7`, shelfwire.OutcomeApplied, 10001, "absent"},
		{"behind the stock", mugSKU, `{"id":10001,"sku":"MUG-1","stock":7,"pri`, shelfwire.OutcomeApplied, 10001, "7"},
		{"in a page", mugSKU, `<!DOCTYPE html><html><head><title>Just`, shelfwire.OutcomeUnknown, 0, "absent"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := newShop(response{status: 200, body: tc.body})
			item, err := callsOf(t, s.client(t), tc.ref)["adjust"]()
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err))
			assert.Equal(t, tc.id, item.ID)
			assert.Equal(t, tc.stock, item.OnHand.String())
			assert.Len(t, s.calls(), 1)

			s = newShop(response{status: 200, body: tc.body}, response{status: 200, body: theMug})
			item, err = callsOf(t, s.client(t), tc.ref)["set"]()
			require.NoError(t, err)
			assert.Equal(t, "7", item.OnHand.String())
		})
	}
}

// A product that an earlier attempt has returned is kept when later attempts fail.
func TestInventoryService_Update_BrokenOffThenForeign(t *testing.T) {
	t.Parallel()
	for name, later := range map[string]response{
		"a page":          {status: 200, body: botCheck},
		"another product": {status: 200, body: `{"id":10002}`},
		"a refusal":       {status: 400, body: `{"error":{"name":"no","message":"no"}}`},
		"unavailable":     {status: 503},
		"a conflict":      {status: 409, body: `{"error":{"name":"no","message":"no"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShop(response{status: 200, body: `{"id":10001,"stock":7,`}, later)
			item, err := callsOf(t, s.client(t), mugID)["set"]()
			require.Error(t, err)
			assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
			assert.Equal(t, int64(10001), item.ID)
		})
	}
}

// The faults of the in-memory shop that respond with something else under 200.
func TestInventoryService_Update_Faults(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faults.Fault{
		"HTML": faults.HTML(200), "PHP": faults.PHPError(200), "null": faults.JSON(200, "null"), "empty": faults.Status(200),
		"wrong type": faults.WrongType(), "no content": faults.Status(204), "prefix": faults.Prefix("<b>Warning</b>: x"),
		"another product": faults.JSON(200, `{"id":99,"sku":"OTHER","stock":1}`),
	} {
		for applied, f := range map[string]faults.Fault{"": fault, ", applied": fault.AfterApplying()} {
			t.Run(name+applied, func(t *testing.T) {
				t.Parallel()
				srv := shopinventorytest.NewServer(t)
				srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{SKU: "MUG-1", OnHand: num("10")}})
				srv.Fail(f.On("Inventory.Update").Times(2), f.On("Inventory.Get"))
				client := srv.Client(nil)
				_, err := client.Inventory.Update(t.Context(), mugSKU, shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(-3)})
				require.ErrorIs(t, err, shelfwire.ErrMalformed)
				assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
				assert.Equal(t, 1, srv.Calls("Inventory.Update"))
				assert.LessOrEqual(t, srv.Adjustments(), 1)

				item, err := client.Inventory.Update(t.Context(), mugSKU, shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(4)})
				require.NoError(t, err)
				assert.Equal(t, "4", item.OnHand.String())
				assert.Equal(t, 3, srv.Calls("Inventory.Update"), "asked again once")
				item, err = client.Inventory.Get(t.Context(), mugSKU)
				require.NoError(t, err)
				assert.Equal(t, "4", item.OnHand.String())
			})
		}
	}
}

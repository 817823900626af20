package shopinventorytest_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

func TestServer_RejectedUpdates(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ body, error, field string }{
		"no body":               {``, "bad_request", ""},
		"no JSON":               {`{"stock": `, "bad_request", ""},
		"a list":                {`[{"stock": 1}]`, "bad_request", ""},
		"null":                  {`null`, "bad_request", ""},
		"two values":            {`{"stock": 1} {}`, "bad_request", ""},
		"an empty object":       {`{}`, "bad_request", ""},
		"an unknown member":     {`{"stock": 1, "weight": 2}`, "undefined_field", "weight"},
		"another case":          {`{"Stock": 1}`, "undefined_field", "Stock"},
		"id":                    {`{"id": 10002, "stock": 1}`, "readonly_field", "id"},
		"sku":                   {`{"sku": "B"}`, "readonly_field", "sku"},
		"ean":                   {`{"ean": null}`, "readonly_field", "ean"},
		"enabled is true":       {`{"inventory_enabled": true}`, "invalid_value", "inventory_enabled"},
		"enabled is ON":         {`{"inventory_enabled": "ON"}`, "invalid_value", "inventory_enabled"},
		"enabled is null":       {`{"inventory_enabled": null}`, "invalid_value", "inventory_enabled"},
		"stock is a text":       {`{"stock": "1"}`, "invalid_value", "stock"},
		"stock is null":         {`{"stock": null}`, "invalid_value", "stock"},
		"stock is a list":       {`{"stock": [1]}`, "invalid_value", "stock"},
		"stock is negative":     {`{"stock": -1}`, "invalid_value", "stock"},
		"stock is out of range": {`{"stock": 1e99}`, "invalid_value", "stock"},
		"adjusted by nothing":   {`{"stock": {}}`, "invalid_value", "stock"},
		"adjusted by a text":    {`{"stock": {"adjust_by": "3"}}`, "invalid_value", "stock"},
		"adjusted by null":      {`{"stock": {"adjust_by": null}}`, "invalid_value", "stock"},
		"adjusted and more":     {`{"stock": {"adjust_by": 1, "set": 2}}`, "undefined_field", "stock.set"},
		"price is a text":       {`{"price_net": "1.00"}`, "invalid_value", "price_net"},
		"price is negative":     {`{"price_gross": -0.01}`, "invalid_value", "price_gross"},
		"price is null":         {`{"price_gross": null}`, "invalid_value", "price_gross"},
		"old price is true":     {`{"old_price_net": true}`, "invalid_value", "old_price_net"},
		"old price is negative": {`{"old_price_gross": -1}`, "invalid_value", "old_price_gross"},
		"net and gross":         {`{"price_net": 1, "price_gross": 1.19}`, "conflicting_fields", "price_net"},
		"old net and gross":     {`{"old_price_net": 1, "old_price_gross": 2}`, "conflicting_fields", "old_price_net"},
		"net, and null gross":   {`{"old_price_net": 1, "old_price_gross": null}`, "conflicting_fields", "old_price_net"},
		"stock and warehouses": {
			`{"stock": 1, "warehouses": [{"id": 1, "stock": 1}]}`, "conflicting_fields", "stock",
		},
		"warehouses where there are none": {`{"warehouses": [{"id": 1, "stock": 1}]}`, "not_alterable", "warehouses"},
		"one of several":                  {`{"stock": 3, "price_net": 2, "price_gross": -1}`, "invalid_value", "price_gross"},
		"an adjustment among others":      {`{"stock": {"adjust_by": 1}, "price_net": -1}`, "invalid_value", "price_net"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := rejectedPatch(t, shop(t), "id/10002", tc.body)
			assert.Equal(t, tc.error, r.Name)
			if tc.field != "" {
				assert.JSONEq(t, `"`+tc.field+`"`, string(r.Details["field"]))
				assert.Contains(t, r.Message, tc.field)
			}
		})
	}
}

// The message of a rejection reaches the caller.
func TestServer_RejectedUpdates_AtTheClient(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	_, err := srv.Client(nil).Inventory.Update(t.Context(), theShirt, shopinventory.ItemUpdate{
		OnHand:      shopinventory.AdjustOnHand(1),
		PriceNet:    shelfwire.Set(shelfwire.MustDecimal("1")),
		OldPriceNet: shelfwire.Null[shelfwire.Decimal](),
	})
	require.NoError(t, err)
	_, err = srv.Client(nil).Inventory.Update(t.Context(), theShirt, shopinventory.ItemUpdate{
		Warehouses: shelfwire.Set([]shopinventory.WarehouseUpdate{{Name: "A", OnHand: shelfwire.NewDecimal(1)}}),
	})
	require.ErrorIs(t, err, shelfwire.ErrInvalid)
	var e *shelfwire.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, "not_alterable", e.Code)
	assert.Equal(t, "the shop has no warehouses", e.Message)
	assert.JSONEq(t, `{"field":"warehouses"}`, string(e.Details))
	assert.True(t, json.Valid(e.Details))
}

// Stock that is not tracked is kept, out of sight.
func TestServer_Tracking(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	assert.NotContains(t, patch(t, srv, "id/10002", `{"inventory_enabled": "off"}`), `"stock"`)
	assert.NotContains(t, patch(t, srv, "id/10002", `{"stock": {"adjust_by": 1}}`), `"stock"`)
	assert.Equal(t, "6", stockOf(t, srv))
	assert.NotContains(t, patch(t, srv, "id/10002", `{"stock": 9}`), `"stock"`)
	assert.Contains(t, patch(t, srv, "id/10002", `{"inventory_enabled": "on"}`), `"stock":9,`)
	assert.Contains(t, patch(t, srv, "id/10002", `{"stock": 2.50}`), `"stock":2.50,`, "the scale is kept")
	assert.Contains(t, patch(t, srv, "id/10002", `{"stock": 2e1}`), `"stock":20,`)
}

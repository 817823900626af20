package shopinventory_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// words prints values with a space between any two.
func words(values ...any) string { return strings.TrimSuffix(fmt.Sprintln(values...), "\n") }

func liveOrders(t *testing.T) []shopinventory.Order {
	t.Helper()
	s := newShop(response{status: 200, body: liveShape(t, "orders")})
	page, err := s.client(t).Orders.List(t.Context(), shopinventory.OrderQuery{}, 0)
	require.NoError(t, err)
	assert.Equal(t, []int{0, 2, 2, 0}, []int{page.Start, page.Total, page.Delivered, len(page.Gaps)})
	require.Len(t, page.Orders, 2)
	return page.Orders
}

func TestOrder_LiveShape(t *testing.T) {
	t.Parallel()
	o := liveOrders(t)[0]
	assert.Equal(t, "95750870.3 70021 A-95750870 0 0 eMAG 31337", words(o.ID, o.SysID, o.PublicCode, o.ParentID,
		o.ReturnSourceID, o.ChannelName, o.ChannelRefID))
	assert.Equal(t, "paid Platita intesa Card tx-1 2025-12-18T08:45:00Z", words(o.PaymentStatus, o.PaymentStatusText,
		o.PaymentMethodCode, o.PaymentMethodName, o.PaymentTransactionID, o.PaymentDate.UTC().Format(time.RFC3339)))
	assert.Equal(t, "in_process In procesare 2 Curier 19.99 19 3.19 0", words(o.ShippingStatus, o.ShippingStatusText,
		o.ShippingMethodID, o.ShippingMethodName, o.ShippingAmount, o.ShippingTaxPercent, o.ShippingTaxAmount, o.ShippingCODAmount))
	assert.Equal(t, "16361.51 13749.1667 2612.34 16381.50 16381.50 0 RON", words(o.SubtotalIncludingTax, o.SubtotalExcludingTax,
		o.TaxAmount, o.TotalAmount, o.PaidAmount, o.WalletAmount, o.Currency))
	assert.Equal(t, "false 88 ana@example.com Sunati inainte", words(o.HasReturns, o.CustomerID, o.CustomerEmail, o.CustomerNote))
	assert.Equal(t, "2025-12-18T08:40:46Z 2025-12-18T08:50:00Z", o.Created.UTC().Format(time.RFC3339)+" "+o.Modified.UTC().Format(time.RFC3339))
	assert.Equal(t, map[string]string{"name": "SC Exemplu SRL", "vat_number": "RO123", "is_company": "true"}, o.Billing)
	assert.Equal(t, map[string]string{
		"name": "Ana Pop", "phone": "0721000000", "city": "Cluj-Napoca", "state": "Cluj", "country_name": "Romania",
		"full_address": "Str. Lunga 1", "substatus_id": "4",
	}, o.Shipping)
	assert.Nil(t, o.Unread)
	assert.Contains(t, string(o.Raw), `"subtotal_amount": 13749.17`)

	require.True(t, o.HasLines)
	require.Len(t, o.Lines, 2)
	l := o.Lines[0]
	assert.Equal(t, "product 501   Laptop 1 13749.1667 16361.51 2612.34", words(l.ItemType, l.ProductID, l.SKU, l.EAN, l.Name,
		l.Quantity, l.UnitPriceNet, l.UnitPriceGross, l.UnitTaxAmount))
	assert.Equal(t, "13749.1667 16361.51 2612.34 TVA 19% 19 -1", words(l.SubtotalNet, l.SubtotalGross, l.TaxAmount, l.TaxName,
		l.TaxPercent, l.BackorderQuantity))
	assert.Equal(t, "coupon 0 CUPON10 -10 absent", words(o.Lines[1].ItemType, o.Lines[1].ProductID, o.Lines[1].Name,
		o.Lines[1].UnitPriceGross, o.Lines[1].TaxPercent))

	o = liveOrders(t)[1]
	assert.Equal(t, "95750871 awaiting 12.00 absent false 0", words(o.ID, o.PaymentStatus, o.TotalAmount, o.HasReturns, o.HasLines, len(o.Lines)))
	assert.Nil(t, o.Billing)
	assert.Nil(t, o.Shipping)
}

// A stored order reads as it was.
func TestOrder_RoundTrip(t *testing.T) {
	t.Parallel()
	for _, o := range append(liveOrders(t), shopinventory.Order{ID: "1", HasLines: true, Lines: []shopinventory.OrderLine{}},
		shopinventory.Order{ID: "2", Billing: map[string]string{`a"b`: "é\n<", "z": "1"}, Shipping: map[string]string{"name": "x"}}) {
		text, err := json.Marshal(o)
		require.NoError(t, err)
		var back shopinventory.Order
		require.NoError(t, json.Unmarshal(text, &back))
		assert.JSONEq(t, string(text), string(back.Raw))
		o.Raw, back.Raw = nil, nil
		if len(o.Lines) == 0 {
			o.Lines, back.Lines = nil, nil
		}
		assert.True(t, o.Created.Equal(back.Created))
		o.Created, o.Modified, o.PaymentDate = back.Created, back.Modified, back.PaymentDate
		assert.Equal(t, o, back)
	}
	var o shopinventory.Order
	require.NoError(t, json.Unmarshal([]byte(`{"id":"1"}`), &o))
	require.NoError(t, json.Unmarshal([]byte("null"), &o))
	assert.Equal(t, "1", o.ID)
	for _, text := range []string{"[]", `"x"`, "7"} {
		assert.Error(t, json.Unmarshal([]byte(text), &o), text)
	}
	require.Error(t, o.UnmarshalJSON([]byte(`{"id":`)))
}

func TestOrder_UnmarshalJSON_Unread(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		json   string
		lines  int // -1 when they are unknown
		unread []shelfwire.Unread
	}{
		"an amount":         {`{"total_amount":"12,50","has_returns":"perhaps"}`, -1, []shelfwire.Unread{{Field: "total_amount", Raw: `"12,50"`}, {Field: "has_returns", Raw: `"perhaps"`}}},
		"an id of spaces":   {`{"id":" "}`, -1, []shelfwire.Unread{{Field: "id", Raw: `" "`}}},
		"lines":             {`{"line_items":[{"quantity":1},{"quantity":"x","product_id":-1}]}`, 2, []shelfwire.Unread{{Field: "line_items[1].quantity", Raw: `"x"`}, {Field: "line_items[1].product_id", Raw: "-1"}}},
		"numbered lines":    {`{"line_items":{"1":{"quantity":1},"3":{"quantity":2}}}`, 2, nil},
		"no lines":          {`{"line_items":[]}`, 0, nil},
		"null for lines":    {`{"line_items":null}`, -1, nil},
		"a text for lines":  {`{"line_items":"x"}`, -1, []shelfwire.Unread{{Field: "line_items", Raw: `"x"`}}},
		"a line is a text":  {`{"line_items":[{"quantity":"x"},"y"]}`, -1, []shelfwire.Unread{{Field: "line_items[0].quantity", Raw: `"x"`}, {Field: "line_items[1]", Raw: `"y"`}}},
		"a line is null":    {`{"line_items":[{"quantity":1},null]}`, -1, []shelfwire.Unread{{Field: "line_items[1]", Raw: `null`}}},
		"addresses of else": {`{"billing_":"x","billing":"y","shipping_a":["x"],"shipping_b":"","shipping_c":0}`, -1, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var o shopinventory.Order
			require.NoError(t, json.Unmarshal([]byte(tc.json), &o))
			assert.ElementsMatch(t, tc.unread, o.Unread)
			assert.Equal(t, tc.lines >= 0, o.HasLines)
			assert.Len(t, o.Lines, max(0, tc.lines))
			if name == "lines" {
				assert.Nil(t, o.Lines[0].Unread)
				assert.ElementsMatch(t, []shelfwire.Unread{{Field: "quantity", Raw: `"x"`}, {Field: "product_id", Raw: "-1"}}, o.Lines[1].Unread)
			}
			if name == "addresses of else" {
				assert.Nil(t, o.Billing)
				assert.Equal(t, map[string]string{"c": "0"}, o.Shipping)
			}
		})
	}
}

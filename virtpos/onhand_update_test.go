package virtpos_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
)

func TestStoreService_UpdateOnHand_Request(t *testing.T) {
	t.Parallel()
	day := shelfwire.Date{Year: 2026, Month: time.March, Day: 7}
	for name, tc := range map[string]struct {
		update virtpos.OnHandUpdate
		sent   string // query and form
	}{
		"a quantity": {virtpos.OnHandUpdate{Warehouse: virtpos.WarehouseID(1), Item: virtpos.ItemID(8), OnHand: setDecimal("2.500")},
			"format=xml&itemid=8&warehouseid=1 | quantity=2.500"},
		"external ids": {virtpos.OnHandUpdate{Warehouse: virtpos.ExternalWarehouseID("1C-7"), Item: virtpos.ExternalItemID("0000/17"), OnHand: setDecimal("0")},
			"ext_itemid=0000%2F17&ext_warehouseid=1C-7&format=xml | quantity=0"},
		"all of it": {virtpos.OnHandUpdate{
			Warehouse: virtpos.WarehouseID(1), Item: virtpos.ExternalItemID("x"), OnHand: setDecimal("1"), COGS: setDecimal("12.30"),
			ManufactureDate: shelfwire.Set(day), ExpiryDate: shelfwire.Set(day), LotNumber: shelfwire.Set("Серия 5"),
		}, "ext_itemid=x&format=xml&warehouseid=1 | cogs=12.30&expir_date=2026-03-07&" +
			"lot_number=%D0%A1%D0%B5%D1%80%D0%B8%D1%8F+5&manuf_date=2026-03-07&quantity=1"},
		"no dates, no lot": {virtpos.OnHandUpdate{
			Warehouse: virtpos.WarehouseID(1), Item: virtpos.ItemID(8), ManufactureDate: shelfwire.Null[shelfwire.Date](),
			ExpiryDate: shelfwire.Null[shelfwire.Date](), LotNumber: shelfwire.Null[string](),
		}, "format=xml&itemid=8&warehouseid=1 | expir_date=&lot_number=&manuf_date="},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := respondInTurn(successResponse(""))
			_, err := s.newClient(t).Store.UpdateOnHand(t.Context(), tc.update)
			require.NoError(t, err)
			sent := s.sentRequests()[0]
			sent.form.Del("apikey")
			assert.Equal(t, "/updateOnhand", sent.action)
			assert.Equal(t, tc.sent, sent.query.Encode()+" | "+sent.form.Encode())
		})
	}
}

func TestStoreService_UpdateOnHand_InvalidInput(t *testing.T) {
	t.Parallel()
	good := func() virtpos.OnHandUpdate {
		return virtpos.OnHandUpdate{Warehouse: virtpos.WarehouseID(1), Item: virtpos.ItemID(8), OnHand: setDecimal("1")}
	}
	for name, tc := range map[string]struct {
		spoil  func(*virtpos.OnHandUpdate)
		fields []string
	}{
		"nothing":     {func(u *virtpos.OnHandUpdate) { *u = virtpos.OnHandUpdate{} }, []string{"Warehouse", "Item", "OnHandUpdate"}},
		"ids of zero": {func(u *virtpos.OnHandUpdate) { u.Warehouse, u.Item = virtpos.WarehouseID(0), virtpos.ItemID(-1) }, []string{"Warehouse", "Item"}},
		"empty external ids": {func(u *virtpos.OnHandUpdate) {
			u.Warehouse, u.Item = virtpos.ExternalWarehouseID(""), virtpos.ExternalItemID(" ")
		}, []string{"Warehouse", "Item"}},
		"changes nothing":     {func(u *virtpos.OnHandUpdate) { u.OnHand = shelfwire.Opt[shelfwire.Decimal]{} }, []string{"OnHandUpdate"}},
		"a negative quantity": {func(u *virtpos.OnHandUpdate) { u.OnHand = setDecimal("-0.001") }, []string{"OnHand"}},
		"no number":           {func(u *virtpos.OnHandUpdate) { u.OnHand = shelfwire.Set(shelfwire.Decimal{}) }, []string{"OnHand"}},
		"null numbers": {func(u *virtpos.OnHandUpdate) {
			u.OnHand, u.COGS = shelfwire.Null[shelfwire.Decimal](), shelfwire.Null[shelfwire.Decimal]()
		}, []string{"OnHand", "COGS"}},
		"a negative cost": {func(u *virtpos.OnHandUpdate) { u.COGS = setDecimal("-1") }, []string{"COGS"}},
		"dates that are none": {func(u *virtpos.OnHandUpdate) {
			u.ManufactureDate = shelfwire.Set(shelfwire.Date{Year: 2026, Month: 2, Day: 30})
			u.ExpiryDate = shelfwire.Set(shelfwire.Date{})
		}, []string{"ManufactureDate", "ExpiryDate"}},
		"an empty lot": {func(u *virtpos.OnHandUpdate) { u.LotNumber = shelfwire.Set(" ") }, []string{"LotNumber"}},
		"texts that are not UTF-8": {func(u *virtpos.OnHandUpdate) {
			u.Warehouse, u.Item = virtpos.ExternalWarehouseID("\xff"), virtpos.ExternalItemID("a\x80")
			u.LotNumber = shelfwire.Set("\xed\xa0\xbd")
		}, []string{"Warehouse", "Item", "LotNumber"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			update := good()
			tc.spoil(&update)
			_, err := newUnusedClient(t).Store.UpdateOnHand(t.Context(), update)
			clienttest.AssertRejected(t, err, tc.fields...)
		})
	}
}

func updateOfItem8() virtpos.OnHandUpdate {
	return virtpos.OnHandUpdate{Warehouse: virtpos.WarehouseID(1), Item: virtpos.ItemID(8), OnHand: setDecimal("1")}
}

// Success 1 confirms an update, in any form of the rest.
func TestStoreService_UpdateOnHand_Response(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		elements string
		want     string // the result, and what could not be read
	}{
		"new":                 {`<id>9</id><itemid>8</itemid><warehouseid>1</warehouseid><isnew>1</isnew><quantity_before/>`, "9 8 1 true absent [] []"},
		"nothing":             {``, "0 0 0 absent absent [] []"},
		"more":                {`<ItemID>8</ItemID><stock><lot>5</lot></stock>`, "0 8 0 absent absent [{stock  [{lot 5 []}]}] []"},
		"numbers with zeros":  {`<id>9.0</id><itemid>8.00</itemid><isnew>0.0</isnew>`, "9 8 0 false absent [] []"},
		"ids of zero":         {`<id>0</id><itemid>0</itemid><warehouseid>0</warehouseid>`, "0 0 0 absent absent [] []"},
		"a comma":             {`<itemid>8</itemid><quantity_before>1,700</quantity_before>`, "0 8 0 absent absent [] [{quantity_before 1,700}]"},
		"a word for a flag":   {`<isnew>yes</isnew><quantity_before>2</quantity_before>`, "0 0 0 absent 2 [] [{isnew yes}]"},
		"two for a flag":      {`<isnew>2</isnew>`, "0 0 0 absent absent [] [{isnew 2}]"},
		"a word for an id":    {`<id>x</id><itemid>y</itemid><warehouseid>1 000</warehouseid>`, "0 0 0 absent absent [] [{id x} {itemid y} {warehouseid 1 000}]"},
		"elements for an id":  {`<id><a>1</a></id>`, "0 0 0 absent absent [] [{id <a>1</a>}]"},
		"elements for a flag": {`<isnew>1<a/></isnew>`, "0 0 0 absent absent [] [{isnew 1<a></a>}]"},
		"an item twice":       {`<itemid>8</itemid><itemid>9</itemid>`, "0 0 0 absent absent [] [{itemid 8} {itemid 9}]"},
		"names in two cases":  {`<ITEMID>9</ITEMID><itemid>8</itemid><ItemID>7</ItemID>`, "0 8 0 absent absent [{ITEMID 9 []} {ItemID 7 []}] []"},
		"info and type":       {`<info>ok</info><type>store</type>`, "0 0 0 absent absent [] []"},
		"a date in the extra": {`<changed>20.03.2026</changed>`, "0 0 0 absent absent [{changed 20.03.2026 []}] []"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := respondInTurn(successResponse(tc.elements))
			r, err := s.newClient(t).Store.UpdateOnHand(t.Context(), updateOfItem8())
			require.NoError(t, err)
			assert.Equal(t, tc.want, fmt.Sprint(r.ID, " ", r.ItemID, " ", r.WarehouseID, " ", r.IsNew, " ", r.OnHandBefore, " ", r.Extra, " ", r.Unread))
			assert.Len(t, s.sentRequests(), 1)
		})
	}
}

// A response that confirms another update leaves this one unknown, after one retry.
func TestStoreService_UpdateOnHand_ResponseDoesNotMatchRequest(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ elements, says string }{
		"another item":              {`<itemid>9</itemid>`, "item 8 was to be changed, and item 9 was"},
		"another item, as 9.0":      {`<itemid>9.0</itemid>`, "item 8 was to be changed, and item 9 was"},
		"a negative item":           {`<itemid>-8</itemid>`, "item 8 was to be changed, and item -8 was"},
		"another warehouse":         {`<warehouseid>2</warehouseid>`, "warehouse 1 was to be changed, and warehouse 2 was"},
		"a list of stock":           {twoShops, "lists stock"},
		"another item, and garbage": {`<itemid>9</itemid><a>&nbsp;</a>`, "item 8 was to be changed, and item 9 was"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := respondInTurn(successResponse(tc.elements))
			r, err := s.newClient(t).Store.UpdateOnHand(t.Context(), updateOfItem8())
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			require.ErrorContains(t, err, tc.says)
			assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
			assert.Len(t, s.sentRequests(), 2)
			assert.Empty(t, r)

			s = respondInTurn(successResponse(tc.elements), successResponse(`<itemid>8</itemid>`))
			r, err = s.newClient(t).Store.UpdateOnHand(t.Context(), updateOfItem8())
			require.NoError(t, err)
			assert.Equal(t, int64(8), r.ItemID)
		})
	}
	external := virtpos.OnHandUpdate{Warehouse: virtpos.ExternalWarehouseID("a"), Item: virtpos.ExternalItemID("b"), OnHand: setDecimal("1")}
	_, err := respondInTurn(successResponse(`<itemid>9</itemid><warehouseid>2</warehouseid>`)).newClient(t).Store.UpdateOnHand(t.Context(), external)
	require.NoError(t, err, "ids of ours and of theirs cannot be compared")
}

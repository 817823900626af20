package virtpos_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
)

func TestUpdatesOnTheWire(t *testing.T) {
	t.Parallel()
	day := shelfwire.Date{Year: 2026, Month: time.March, Day: 7}
	for name, tc := range map[string]struct {
		update virtpos.OnHandUpdate
		sent   string // query and form
	}{
		"a quantity": {virtpos.OnHandUpdate{Warehouse: virtpos.WarehouseID(1), Item: virtpos.ItemID(8), Quantity: num("2.500")},
			"format=xml&itemid=8&warehouseid=1 | quantity=2.500"},
		"external ids": {virtpos.OnHandUpdate{Warehouse: virtpos.ExternalWarehouseID("1C-7"), Item: virtpos.ExternalItemID("0000/17"), Quantity: num("0")},
			"ext_itemid=0000%2F17&ext_warehouseid=1C-7&format=xml | quantity=0"},
		"all of it": {virtpos.OnHandUpdate{
			Warehouse: virtpos.WarehouseID(1), Item: virtpos.ExternalItemID("x"), Quantity: num("1"), COGS: num("12.30"),
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
			s := says(root(""))
			_, err := s.client(t).Store.UpdateOnHand(t.Context(), tc.update)
			require.NoError(t, err)
			sent := s.calls()[0]
			sent.form.Del("apikey")
			assert.Equal(t, "/updateOnhand", sent.action)
			assert.Equal(t, tc.sent, sent.query.Encode()+" | "+sent.form.Encode())
		})
	}
}

func TestUpdateRefused(t *testing.T) {
	t.Parallel()
	good := func() virtpos.OnHandUpdate {
		return virtpos.OnHandUpdate{Warehouse: virtpos.WarehouseID(1), Item: virtpos.ItemID(8), Quantity: num("1")}
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
		"changes nothing":     {func(u *virtpos.OnHandUpdate) { u.Quantity = shelfwire.Opt[shelfwire.Decimal]{} }, []string{"OnHandUpdate"}},
		"a negative quantity": {func(u *virtpos.OnHandUpdate) { u.Quantity = num("-0.001") }, []string{"Quantity"}},
		"no number":           {func(u *virtpos.OnHandUpdate) { u.Quantity = shelfwire.Set(shelfwire.Decimal{}) }, []string{"Quantity"}},
		"null numbers": {func(u *virtpos.OnHandUpdate) {
			u.Quantity, u.COGS = shelfwire.Null[shelfwire.Decimal](), shelfwire.Null[shelfwire.Decimal]()
		}, []string{"Quantity", "COGS"}},
		"a negative cost": {func(u *virtpos.OnHandUpdate) { u.COGS = num("-1") }, []string{"COGS"}},
		"dates that are none": {func(u *virtpos.OnHandUpdate) {
			u.ManufactureDate = shelfwire.Set(shelfwire.Date{Year: 2026, Month: 2, Day: 30})
			u.ExpiryDate = shelfwire.Set(shelfwire.Date{})
		}, []string{"ManufactureDate", "ExpiryDate"}},
		"an empty lot": {func(u *virtpos.OnHandUpdate) { u.LotNumber = shelfwire.Set(" ") }, []string{"LotNumber"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			update := good()
			tc.spoil(&update)
			_, err := silent(t).Store.UpdateOnHand(t.Context(), update)
			clienttest.AssertRefused(t, err, tc.fields...)
		})
	}
}

// A reply is held against what was asked for, and what it holds beyond is kept.
func TestUpdateReplies(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		elements string
		says     string // the result, or the error
	}{
		"new":               {`<id>9</id><itemid>8</itemid><warehouseid>1</warehouseid><isnew>1</isnew><quantity_before/>`, "9 8 1 true absent []"},
		"nothing":           {``, "0 0 0 absent absent []"},
		"more":              {`<ItemID>8</ItemID><stock><lot>5</lot></stock>`, "0 8 0 absent absent [{stock  [{lot 5 []}]}]"},
		"another item":      {`<itemid>9</itemid>`, "item 8 was to be changed, and item 9 was"},
		"another warehouse": {`<warehouseid>2</warehouseid>`, "warehouse 1 was to be changed, and warehouse 2 was"},
		"no number":         {`<quantity_before>many</quantity_before>`, "quantity_before"},
		"no flag":           {`<isnew>perhaps</isnew>`, "isnew"},
		"no id":             {`<id>x</id>`, "id \"x\" is not a whole number"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := says(root(tc.elements)).client(t).Store.UpdateOnHand(t.Context(),
				virtpos.OnHandUpdate{Warehouse: virtpos.WarehouseID(1), Item: virtpos.ItemID(8), Quantity: num("1")})
			if err != nil {
				require.ErrorIs(t, err, shelfwire.ErrMalformed)
				require.ErrorContains(t, err, tc.says)
				assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
				return
			}
			assert.Equal(t, tc.says, fmt.Sprint(r.ID, " ", r.ItemID, " ", r.WarehouseID, " ", r.IsNew, " ", r.QuantityBefore, " ", r.Extra))
		})
	}
}

// The reply to getOnhandVersion is not documented. Whatever can be told apart is taken.
func TestVersionReplies(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`<root><success>1</success><version>42</version></root>`:                              "42",
		`<root><success>1</success><onhand_version>42</onhand_version></root>`:                "42",
		`<root><success>1</success><onhand><Version> 42 </Version></onhand><id>3</id></root>`: "42",
		`{"success":1,"version":42}`:                                                          "42",
		`{"success":"1","data":{"onhandVersion":"42"}}`:                                       "42",
		`<root><success>1</success><version>42</version><api_version>42</api_version></root>`: "42",
		`<root><success>1</success></root>`:                                                   "no version",
		`<root><success>1</success><version/></root>`:                                         "not a whole number",
		`<root><success>1</success><version>4.2</version></root>`:                             "not a whole number",
		`<root><success>1</success><version>-1</version></root>`:                              "not a whole number",
		`<root><success>1</success><version>99999999999999999999</version></root>`:            "not a whole number",
		`<root><success>1</success><version>42</version><api_version>2</api_version></root>`:  "several versions",
		`<root><success>1</success><version><major>4</major></version></root>`:                "no version",
	} {
		version, err := says(reply{200, body}).client(t).Store.OnHandVersion(t.Context(), virtpos.WarehouseID(1))
		if want == "42" {
			require.NoError(t, err, body)
			assert.Equal(t, virtpos.Version(42), version)
			continue
		}
		require.ErrorIs(t, err, shelfwire.ErrMalformed, body)
		require.ErrorContains(t, err, want)
	}
}

func TestZeroOutdated(t *testing.T) {
	t.Parallel()
	for name, credentials := range map[string]virtpos.Credentials{
		http.MethodPost: testCred, http.MethodGet: {APIKey: testKey, KeyInQuery: true},
	} {
		s := says(root(`<count>3</count>`))
		zero, err := clientWith(t, credentials, s.options()).Store.ZeroOutdated(t.Context(), virtpos.ExternalWarehouseID("1C-7"), 42)
		require.NoError(t, err)
		assert.Equal(t, []virtpos.Element{{Name: "count", Text: "3"}}, zero.Elements)
		sent := s.calls()[0]
		assert.Equal(t, name, sent.method)
		sent.query.Del("apikey")
		assert.Equal(t, "ext_warehouseid=1C-7&format=xml&version=42", sent.query.Encode())

		s = says(reply{})
		_, err = clientWith(t, credentials, s.options()).Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), 42)
		require.Error(t, err)
		assert.Len(t, s.calls(), 1, "a write, whatever its verb")
		assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
	}
}

func TestZeroOutdatedRefused(t *testing.T) {
	t.Parallel()
	_, err := silent(t).Store.ZeroOutdated(t.Context(), virtpos.Warehouse{}, 0)
	clienttest.AssertRefused(t, err, "warehouse", "version")
	_, err = silent(t).Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), -1)
	clienttest.AssertRefused(t, err, "version")
	_, err = silent(t).Store.OnHandVersion(t.Context(), virtpos.ExternalWarehouseID(""))
	clienttest.AssertRefused(t, err, "warehouse")
}

func TestNamesOfThings(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "warehouse 1, external warehouse 1C-7, item 8, external item 0000-17, no item, no warehouse",
		fmt.Sprint(virtpos.WarehouseID(1), ", ", virtpos.ExternalWarehouseID("1C-7"), ", ", virtpos.ItemID(8), ", ",
			virtpos.ExternalItemID("0000-17"), ", ", virtpos.Item{}, ", ", virtpos.Warehouse{}))
}

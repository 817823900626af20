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
		"a quantity": {virtpos.OnHandUpdate{Warehouse: virtpos.WarehouseID(1), Item: virtpos.ItemID(8), OnHand: num("2.500")},
			"format=xml&itemid=8&warehouseid=1 | quantity=2.500"},
		"external ids": {virtpos.OnHandUpdate{Warehouse: virtpos.ExternalWarehouseID("1C-7"), Item: virtpos.ExternalItemID("0000/17"), OnHand: num("0")},
			"ext_itemid=0000%2F17&ext_warehouseid=1C-7&format=xml | quantity=0"},
		"all of it": {virtpos.OnHandUpdate{
			Warehouse: virtpos.WarehouseID(1), Item: virtpos.ExternalItemID("x"), OnHand: num("1"), COGS: num("12.30"),
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
		return virtpos.OnHandUpdate{Warehouse: virtpos.WarehouseID(1), Item: virtpos.ItemID(8), OnHand: num("1")}
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
		"a negative quantity": {func(u *virtpos.OnHandUpdate) { u.OnHand = num("-0.001") }, []string{"Quantity"}},
		"no number":           {func(u *virtpos.OnHandUpdate) { u.OnHand = shelfwire.Set(shelfwire.Decimal{}) }, []string{"Quantity"}},
		"null numbers": {func(u *virtpos.OnHandUpdate) {
			u.OnHand, u.COGS = shelfwire.Null[shelfwire.Decimal](), shelfwire.Null[shelfwire.Decimal]()
		}, []string{"Quantity", "COGS"}},
		"a negative cost": {func(u *virtpos.OnHandUpdate) { u.COGS = num("-1") }, []string{"COGS"}},
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
			_, err := silent(t).Store.UpdateOnHand(t.Context(), update)
			clienttest.AssertRejected(t, err, tc.fields...)
		})
	}
}

func eight() virtpos.OnHandUpdate {
	return virtpos.OnHandUpdate{Warehouse: virtpos.WarehouseID(1), Item: virtpos.ItemID(8), OnHand: num("1")}
}

// Success 1 confirms an update, in whatever form the rest comes.
func TestStoreService_UpdateOnHand_ReadsWhatItCan(t *testing.T) {
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
			s := says(root(tc.elements))
			r, err := s.client(t).Store.UpdateOnHand(t.Context(), eight())
			require.NoError(t, err)
			assert.Equal(t, tc.want, fmt.Sprint(r.ID, " ", r.ItemID, " ", r.WarehouseID, " ", r.IsNew, " ", r.OnHandBefore, " ", r.Extra, " ", r.Unread))
			assert.Len(t, s.calls(), 1)
		})
	}
}

// What is no confirmation of this update leaves it unknown, and is asked again once.
func TestStoreService_UpdateOnHand_AnotherThingThanAskedFor(t *testing.T) {
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
			s := says(root(tc.elements))
			r, err := s.client(t).Store.UpdateOnHand(t.Context(), eight())
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			require.ErrorContains(t, err, tc.says)
			assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
			assert.Len(t, s.calls(), 2)
			assert.Empty(t, r)

			s = says(root(tc.elements), root(`<itemid>8</itemid>`))
			r, err = s.client(t).Store.UpdateOnHand(t.Context(), eight())
			require.NoError(t, err)
			assert.Equal(t, int64(8), r.ItemID)
		})
	}
	external := virtpos.OnHandUpdate{Warehouse: virtpos.ExternalWarehouseID("a"), Item: virtpos.ExternalItemID("b"), OnHand: num("1")}
	_, err := says(root(`<itemid>9</itemid><warehouseid>2</warehouseid>`)).client(t).Store.UpdateOnHand(t.Context(), external)
	require.NoError(t, err, "ids of ours and of theirs cannot be compared")
}

// Behind success 1 nothing can make a write undone: what cannot be read leaves it applied, and what came is in the result.
func TestSuccessAndThenSomethingElse(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		reply  reply
		result string // ItemID and QuantityBefore of an update
		calls  int    // of an update
		says   string
	}{
		"a tag that does not match": {reply{200, `<root><success>1</success><itemid>8</itemid><id>3</root>`}, "8 absent", 1, "</root>"},
		"an unknown entity":         {reply{200, `<root><success>1</success><itemid>8</itemid><info>&nbsp;</info></root>`}, "8 absent", 1, "entity"},
		"PHP's words behind":        {reply{200, `<root><success>1</success><quantity_before>2</quantity_before></root><br /><b>Notice</b>`}, "0 2", 1, "follows"},
		"PHP's words within":        {reply{200, `<root><success>1</success><itemid>8</itemid>Notice: x<id>3</id></root>`}, "8 absent", 1, "Notice"},
		"JSON and words":            {reply{200, `{"success":1,"itemid":8} Notice`}, "8 absent", 1, "JSON"},
		"JSON that is cut":          {reply{200, `{"success":1,"itemid":8,"quantity_before":1`}, "8 absent", 4, "breaks off"},
		"XML that is cut":           {reply{200, `<root><success>1</success><itemid>8</itemid><quantity_before>1`}, "8 absent", 4, "breaks off"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := says(tc.reply)
			_, err := s.client(t).Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), version("5"))
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			require.ErrorContains(t, err, tc.says)
			assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
			assert.Len(t, s.calls(), 1)

			s = says(tc.reply)
			r, err := s.client(t).Store.UpdateOnHand(t.Context(), eight())
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
			assert.Equal(t, tc.result, fmt.Sprint(r.ItemID, r.OnHandBefore))
			assert.Len(t, s.calls(), tc.calls)

			s = says(tc.reply)
			_, err = s.client(t).Store.OnHandVersion(t.Context(), virtpos.WarehouseID(1))
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
			assert.Len(t, s.calls(), max(2, tc.calls), "a read is asked again")
		})
	}
}

// What breaks off before success is read, or may go on behind it, leaves a write unknown. A failure has been said.
func TestWhatBreaksOffBeforeSuccess(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		body    string
		outcome shelfwire.Outcome
	}{
		"XML":              {`<root><success>1`, shelfwire.OutcomeUnknown},
		"JSON":             {`{"success":1`, shelfwire.OutcomeUnknown},
		"nothing of it":    {`<root>`, shelfwire.OutcomeUnknown},
		"a failure":        {`<root><success>0</success><info>no</in`, shelfwire.OutcomeRefused},
		"a failure, JSON":  {`{"success":0,"info":"n`, shelfwire.OutcomeRefused},
		"a page":           {`<html><success>1</success>`, shelfwire.OutcomeUnknown},
		"a failure behind": {`<root><success>1</success><success>0</success>`, shelfwire.OutcomeUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := says(reply{200, tc.body})
			r, err := s.client(t).Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), version("5"))
			require.Error(t, err)
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err), err)
			assert.Empty(t, r)
			assert.Len(t, s.calls(), 1)
		})
	}
}

// A zeroing whose answer breaks off behind success 1 was made, and what came whole is there.
func TestStoreService_ZeroOutdated_KeepsWhatCame(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"XML":  `<root><success>1</success><count>3</count><more>`,
		"JSON": `{"success":1,"count":3,"more":"x`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := says(reply{200, body}).client(t).Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), version("5"))
			assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
			require.Error(t, err)
			assert.Equal(t, []virtpos.Element{{Name: "count", Text: "3"}}, r.Elements)
		})
	}
}

// The response to getOnhandVersion is not documented. Whatever can be told apart is taken.
func TestVersionReplies(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`<root><success>1</success><version>42</version></root>`:                              "42",
		`<root><success>1</success><onhand_version>42</onhand_version></root>`:                "42",
		`<root><success>1</success><onhand><Version> 42 </Version></onhand><id>3</id></root>`: "42",
		`{"success":1,"version":42}`:                                                          "42",
		`{"success":"1","data":{"onhandVersion":"42"}}`:                                       "42",
		`<root><success>1</success><version>42</version><api_version>42</api_version></root>`: "42",
		`<root><success>1</success><version>42.0</version></root>`:                            "42",
		`{"success":true,"version":"42.00","api_version":4.2e1}`:                              "42",
		`{"success":1,"version":true}`:                                                        "not a whole number",
		`<root><success>1</success><version>4 200</version></root>`:                           "not a whole number",
		`<root><success>1</success></root>`:                                                   "no version",
		`<root><success>1</success><version/></root>`:                                         "not a whole number",
		`<root><success>1</success><version>4.2</version></root>`:                             "not a whole number",
		`<root><success>1</success><version>-1</version></root>`:                              "not a whole number",
		`<root><success>1</success><version>0</version></root>`:                               "the version is 0",
		`<root><success>1</success><version>99999999999999999999</version></root>`:            "not a whole number",
		`<root><success>1</success><version>42</version><api_version>2</api_version></root>`:  "42",
		`<root><success>1</success><api_version>2</api_version></root>`:                       "no version",
		`{"success":1,"version":42,"onhandVersion":2}`:                                        "several versions",
		`<root><success>1</success><version><major>4</major></version></root>`:                "no version",
	} {
		s := says(reply{200, body})
		version, err := s.client(t).Store.OnHandVersion(t.Context(), virtpos.WarehouseID(1))
		if want == "42" {
			require.NoError(t, err, body)
			assert.Equal(t, "42", version.String())
			continue
		}
		if want != "the version is 0" { // which was understood
			assert.Len(t, s.calls(), 2, "it is asked again once")
		}
		assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
		require.ErrorIs(t, err, shelfwire.ErrMalformed, body)
		require.ErrorContains(t, err, want)
	}
}

func TestZeroOutdated(t *testing.T) {
	t.Parallel()
	for _, name := range []string{http.MethodPost, http.MethodGet} {
		client := func(s *tills) *virtpos.Client {
			if name == http.MethodGet {
				return s.client(t).WithKeyInQuery()
			}
			return s.client(t)
		}
		s := says(root(`<count>3</count>`))
		zero, err := client(s).Store.ZeroOutdated(t.Context(), virtpos.ExternalWarehouseID("1C-7"), version("42"))
		require.NoError(t, err)
		assert.Equal(t, []virtpos.Element{{Name: "count", Text: "3"}}, zero.Elements)
		sent := s.calls()[0]
		assert.Equal(t, name, sent.method)
		sent.query.Del("apikey")
		assert.Equal(t, "ext_warehouseid=1C-7&format=xml&version=42", sent.query.Encode())

		s = says(reply{})
		_, err = client(s).Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), version("42"))
		require.Error(t, err)
		assert.Len(t, s.calls(), 1, "a write, whatever its verb")
		assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
	}
}

func TestZeroOutdatedRefused(t *testing.T) {
	t.Parallel()
	_, err := silent(t).Store.ZeroOutdated(t.Context(), virtpos.WarehouseRef{}, virtpos.Version{})
	clienttest.AssertRejected(t, err, "warehouse", "version")
	_, err = silent(t).Store.OnHandVersion(t.Context(), virtpos.ExternalWarehouseID(""))
	clienttest.AssertRejected(t, err, "warehouse")
}

func TestNamesOfThings(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "warehouse 1, external warehouse 1C-7, item 8, external item 0000-17, no item, no warehouse",
		fmt.Sprint(virtpos.WarehouseID(1), ", ", virtpos.ExternalWarehouseID("1C-7"), ", ", virtpos.ItemID(8), ", ",
			virtpos.ExternalItemID("0000-17"), ", ", virtpos.ItemRef{}, ", ", virtpos.WarehouseRef{}))
}

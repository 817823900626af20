package virtpos_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
)

func TestSections_InvalidQueries(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	warehouses := func(q virtpos.WarehouseQuery) func(*virtpos.Client) error {
		return func(c *virtpos.Client) error { _, err := c.Warehouses.List(ctx, q); return err }
	}
	items := func(q virtpos.ItemQuery) func(*virtpos.Client) error {
		return func(c *virtpos.Client) error { return drain(c.Items.All(ctx, q)) }
	}
	groups := func(q virtpos.ItemGroupQuery) func(*virtpos.Client) error {
		return func(c *virtpos.Client) error { _, err := c.ItemGroups.List(ctx, q); return err }
	}
	customers := func(q virtpos.CustomerQuery) func(*virtpos.Client) error {
		return func(c *virtpos.Client) error { return drain(c.Customers.All(ctx, q)) }
	}
	for name, tc := range map[string]struct {
		call   func(*virtpos.Client) error
		fields []string
	}{
		"warehouse of zero":     {warehouses(virtpos.WarehouseQuery{Warehouse: virtpos.WarehouseID(0)}), []string{"Warehouse"}},
		"negative warehouse":    {warehouses(virtpos.WarehouseQuery{Warehouse: virtpos.WarehouseID(-1)}), []string{"Warehouse"}},
		"blank warehouse":       {warehouses(virtpos.WarehouseQuery{Warehouse: virtpos.ExternalWarehouseID(" ")}), []string{"Warehouse"}},
		"fields of a warehouse": {warehouses(virtpos.WarehouseQuery{Fields: []virtpos.WarehouseField{"", "a:b", "ok", "\xff"}}), []string{"Fields[0]", "Fields[1]", "Fields[3]"}},
		"format":                {warehouses(virtpos.WarehouseQuery{Format: "XML"}), []string{"Format"}},
		"item":                  {items(virtpos.ItemQuery{Item: virtpos.ExternalItemID(""), PriceListID: -1, Format: "x"}), []string{"Item", "PriceListID", "Format"}},
		"item text":             {items(virtpos.ItemQuery{Item: virtpos.ExternalItemID("\xff")}), []string{"Item"}},
		"group":                 {groups(virtpos.ItemGroupQuery{ID: -1, Format: "x"}), []string{"ID", "Format"}},
		"two ids":               {groups(virtpos.ItemGroupQuery{ID: 1, ExternalID: "a"}), []string{"ExternalID"}},
		"blank group":           {groups(virtpos.ItemGroupQuery{ExternalID: " "}), []string{"ExternalID"}},
		"customer":              {customers(virtpos.CustomerQuery{ID: -1, Format: "x"}), []string{"ID", "Format"}},
		"two customers":         {customers(virtpos.CustomerQuery{ID: 1, ExternalID: "a"}), []string{"ExternalID"}},
		"texts":                 {customers(virtpos.CustomerQuery{ExternalID: "\xff", Phone: "\xff", Email: "\xff"}), []string{"ExternalID", "Phone", "Email"}},
		"null":                  {customers(virtpos.CustomerQuery{WithPhone: shelfwire.Null[bool]()}), []string{"WithPhone"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clienttest.AssertRejected(t, tc.call(newUnusedClient(t)), tc.fields...)
		})
	}
}

// A response is held against the query.
func TestSections_OtherRecordThanAskedFor(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	const record = "<id>3</id><external_id> a-1</external_id>"
	for name, tc := range map[string]struct {
		list string
		call func(c *virtpos.Client, id int64, external string) error
		says string
	}{
		"warehouse": {"<warehouses><warehouse>%s</warehouse></warehouses>", func(c *virtpos.Client, id int64, external string) error {
			q := virtpos.WarehouseQuery{Warehouse: virtpos.WarehouseID(id)}
			if external != "" {
				q.Warehouse = virtpos.ExternalWarehouseID(external)
			}
			_, err := c.Warehouses.List(ctx, q)
			return err
		}, "warehouse"},
		"item": {"<items><item>%s</item></items>", func(c *virtpos.Client, id int64, external string) error {
			q := virtpos.ItemQuery{Item: virtpos.ItemID(id)}
			if external != "" {
				q.Item = virtpos.ExternalItemID(external)
			}
			return drain(c.Items.All(ctx, q))
		}, "item"},
		"group": {"<item_groups><item_group>%s</item_group></item_groups>", func(c *virtpos.Client, id int64, external string) error {
			_, err := c.ItemGroups.List(ctx, virtpos.ItemGroupQuery{ID: id, ExternalID: external})
			return err
		}, "item group"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := func(record string) *virtpos.Client {
				return respondInTurn(successResponse(fmt.Sprintf(tc.list, record))).newClient(t)
			}
			require.NoError(t, tc.call(client(record), 3, ""))
			require.NoError(t, tc.call(client(record), 0, "A-1 "), "compared without case and outer spaces")
			require.NoError(t, tc.call(client("<id>3</id>"), 0, "A-2"), "where the record has none")
			err := tc.call(client(record), 4, "")
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			require.ErrorContains(t, err, fmt.Sprintf("row 1: %s 4 was asked for, and %[1]s 3 came", tc.says))
			err = tc.call(client(record), 0, "A-2")
			require.ErrorContains(t, err, fmt.Sprintf(`row 1: external %s A-2 was asked for, and %[1]s 3 with external id "a-1" came`, tc.says))
		})
	}
}

// What cannot be read for certain leaves its field zero, and is listed.
func TestSections_Unread(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		members string
		want    virtpos.CatalogueItem
	}{
		"flags": {`<enabled>yes</enabled><weight_good_flag>y</weight_good_flag><not_show_in_shop>2</not_show_in_shop>`, virtpos.CatalogueItem{
			SoldByWeight: shelfwire.Set(true), Unread: []shelfwire.Unread{{Field: "enabled", Raw: "yes"}, {Field: "not_show_in_shop", Raw: "2"}},
		}},
		"other flags": {`<enabled>n</enabled><weight_good_flag>true</weight_good_flag><not_show_in_shop><a>Y</a></not_show_in_shop>`, virtpos.CatalogueItem{
			Enabled: shelfwire.Set(false), SoldByWeight: shelfwire.Set(true), Unread: []shelfwire.Unread{{Field: "not_show_in_shop", Raw: "<a>Y</a>"}},
		}},
		"numbers": {`<vat_percent>18%</vat_percent><volume>1,5</volume><manufacturer_id>-1</manufacturer_id>`, virtpos.CatalogueItem{
			Unread: []shelfwire.Unread{{Field: "vat_percent", Raw: "18%"}, {Field: "volume", Raw: "1,5"}, {Field: "manufacturer_id", Raw: "-1"}},
		}},
		"id of zero": {`<manufacturer_id>0</manufacturer_id>`, virtpos.CatalogueItem{}},
		"times": {`<created_date>11.07.2015 17:16:49</created_date><last_update_date>yesterday</last_update_date>`, virtpos.CatalogueItem{
			Created: "11.07.2015 17:16:49", Unread: []shelfwire.Unread{{Field: "last_update_date", Raw: "yesterday"}},
		}},
		"time with elements": {`<created_date><a/></created_date>`, virtpos.CatalogueItem{
			Unread: []shelfwire.Unread{{Field: "created_date", Raw: "<a></a>"}},
		}},
		"comma lists": {`<group_ids> 1, ,2,</group_ids><barcodes> 0460 ,,0461</barcodes><group_ext_ids>,</group_ext_ids>`, virtpos.CatalogueItem{
			GroupIDs: []int64{1, 2}, Barcodes: []string{"0460", "0461"},
		}},
		"lists of elements": {`<group_ids><id>1</id><id>2,3</id></group_ids><barcodes>1</barcodes><barcodes>2</barcodes>`, virtpos.CatalogueItem{
			GroupIDs: []int64{1, 2, 3}, Barcodes: []string{"1", "2"},
		}},
		"a group that is none": {`<group_ids>1,x</group_ids><group_ids>2</group_ids>`, virtpos.CatalogueItem{
			Unread: []shelfwire.Unread{{Field: "group_ids", Raw: "1,x"}, {Field: "group_ids", Raw: "2"}},
		}},
		"attributes": {`<attribute1>a</attribute1><attribute15>b</attribute15><attribute2/><attribute3><x>c</x></attribute3>`, virtpos.CatalogueItem{
			Attributes: map[int]string{1: "a", 15: "b"}, Unread: []shelfwire.Unread{{Field: "attribute3", Raw: "<x>c</x>"}},
		}},
		"attributes that are none": {`<attribute>a</attribute><attribute0>b</attribute0><attribute16>c</attribute16><attribute01>d</attribute01><attribute1e0>e</attribute1e0><attributeX>f</attributeX>`, virtpos.CatalogueItem{
			Extra: []virtpos.Element{
				{Name: "attribute", Text: "a"}, {Name: "attribute0", Text: "b"}, {Name: "attribute16", Text: "c"},
				{Name: "attribute01", Text: "d"}, {Name: "attribute1e0", Text: "e"}, {Name: "attributeX", Text: "f"},
			},
		}},
		"an attribute twice": {`<attribute1>a</attribute1><attribute1>b</attribute1>`, virtpos.CatalogueItem{
			Attributes: map[int]string{1: ""}, Unread: []shelfwire.Unread{{Field: "attribute1", Raw: "b"}},
		}},
		"a name twice": {`<name>a</name><name>b</name>`, virtpos.CatalogueItem{
			Unread: []shelfwire.Unread{{Field: "name", Raw: "a"}, {Field: "name", Raw: "b"}},
		}},
		"text beside": {`<name>a</name>PHP Notice`, virtpos.CatalogueItem{
			Name: "a", Unread: []shelfwire.Unread{{Field: "item", Raw: "PHP Notice"}},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := respondInTurn(successResponse("<items><item><id>7</id>" + tc.members + "</item></items>"))
			tc.want.ID = 7
			for item, err := range s.newClient(t).Items.All(t.Context(), virtpos.ItemQuery{}) {
				require.NoError(t, err)
				assert.Equal(t, formatRecord(tc.want), formatRecord(item))
			}
		})
	}
	s := respondInTurn(successResponse("<customers><customer><id>7</id><age>-1</age><birth_year>10000</birth_year><birth_day>9999</birth_day>" +
		"<birth_month>x</birth_month></customer></customers>"))
	for customer, err := range s.newClient(t).Customers.All(t.Context(), virtpos.CustomerQuery{ID: 7}) {
		require.NoError(t, err)
		assert.Equal(t, formatRecord(virtpos.Customer{ID: 7, BirthDay: 9999, Unread: []shelfwire.Unread{
			{Field: "age", Raw: "-1"}, {Field: "birth_year", Raw: "10000"}, {Field: "birth_month", Raw: "x"},
		}}), formatRecord(customer))
	}
}

// Lists in JSON beyond what XML can say.
func TestSections_JSONForms(t *testing.T) {
	t.Parallel()
	want := formatRecord(virtpos.CatalogueItem{ID: 7, Name: "a", GroupIDs: []int64{1, 2}, Barcodes: []string{"0460", "0461"}, Enabled: shelfwire.Set(true)})
	const members = `"name":"a","enabled":true,"group_ids":[1,"2"],"barcodes":{"barcode":["0460","0461"]}`
	for name, list := range map[string]string{
		"array":            `[{"id":7,` + members + `}]`,
		"keyed":            `{"7":{` + members + `}}`,
		"keyed with an id": `{"1":{"id":"7",` + members + `}}`,
		"wrapped":          `{"item":[{"id":7,` + members + `}]}`,
		"wrapped keyed":    `{"item":{"7":{` + members + `}}}`,
		"wrapped single":   `{"item":{"id":7,` + members + `}}`,
		"single":           `{"id":7,` + members + `}`,
		"keyed lists":      `{"1":[{"id":7,` + members + `}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := respondInTurn(fakeResponse{200, `{"success":"1","items":` + list + `}`})
			records, err := collectTexts(s.newClient(t).Items.All(t.Context(), virtpos.ItemQuery{Format: virtpos.FormatJSON}))
			require.NoError(t, err)
			assert.Equal(t, []string{want}, records)
		})
	}
	for name, list := range map[string]string{"another object": `{"error":"timeout"}`, "texts": `["a"]`, "null": `null`, "a number": `7`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := respondInTurn(fakeResponse{200, `{"success":"1","items":` + list + `}`})
			_, err := collectTexts(s.newClient(t).Items.All(t.Context(), virtpos.ItemQuery{}))
			require.Error(t, err)
		})
	}
}

// An error says where in the list it was met.
func TestSections_Place(t *testing.T) {
	t.Parallel()
	const good = "<items>\n<item><id>1</id></item>\n<item><id>2</id></item>\n"
	for list, says := range map[string]string{
		good + "<itm/></items>":                   "line 4, after row 2: <itm> in a list of <item>",
		good + "<item><id>1</id></item></items>":  "line 4, row 3: the item 1 comes twice",
		"<items><itm/></items>":                   "line 1: <itm> in a list of <item>",
		"<items/>\n<count>1</count>":              "line 2: incomplete: the response counts 1, and its list of items is empty",
		good + "</items><success>maybe</success>": "maybe",
		good + "</items></root><root>":            "something follows behind the end of the response",
	} {
		s := respondInTurn(successResponse(list))
		_, err := collectTexts(s.newClient(t).Items.All(t.Context(), virtpos.ItemQuery{}))
		require.ErrorContains(t, err, says, list)
	}
}

// Members that cannot be read are logged once for each call, by name: those of lines, too.
func TestSections_UnreadLogged(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	s := respondInTurn(successResponse("<inflows><inflow><id>1</id><amount>x</amount><items><item><item_id>5</item_id><price>y</price></item>" +
		"<item><item_id>5</item_id><price>z</price></item></items></inflow></inflows>"))
	o := s.options()
	o.Logger = slog.New(slog.NewTextHandler(&text, &slog.HandlerOptions{Level: slog.LevelWarn}))
	require.NoError(t, drain(newClientWith(t, testCred, o).Documents.Inflows(t.Context(), virtpos.DocumentQuery{})))
	assert.Equal(t, 1, strings.Count(text.String(), "\n"), text.String())
	assert.Contains(t, text.String(), `fields="amount 1, price 2"`)
}

// Rows without an id that can be read are gaps: the others come, and then an error that lists them.
func TestSections_Gaps(t *testing.T) {
	t.Parallel()
	const list = `<item_groups><item_group><id>1</id></item_group><item_group><id>x</id><name>n</name></item_group><item_group><id>3</id></item_group></item_groups>`
	groups, err := respondInTurn(successResponse(list)).newClient(t).ItemGroups.List(t.Context(), virtpos.ItemGroupQuery{})
	require.ErrorIs(t, err, shelfwire.ErrIncomplete)
	require.EqualError(t, err, `virtpos: ItemGroups.List: incomplete: rows without an id that can be read were left out: 1, first row 2: id "x", name "n"`)
	require.Len(t, groups, 2)
	assert.Equal(t, int64(3), groups[1].ID)
}

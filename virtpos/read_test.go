package virtpos_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// The elements come as they are, the same in both formats, without the envelope.
func TestClient_Read(t *testing.T) {
	t.Parallel()
	srv := virtpostest.NewServer(t)
	srv.SetSection("orders", virtpos.Element{Name: "orders", Children: []virtpos.Element{
		{Name: "order", Children: []virtpos.Element{{Name: "id", Text: "5"}, {Name: "comment", Text: "до <5>"}}},
		{Name: "order", Children: []virtpos.Element{{Name: "id", Text: "6"}}},
	}}, virtpos.Element{Name: "more"})
	for _, format := range []virtpos.Format{"", virtpos.FormatXML, virtpos.FormatJSON} {
		elements, err := srv.Client(nil).Read(t.Context(), "orders", virtpos.ReadQuery{Format: format})
		require.NoError(t, err)
		require.Len(t, elements, 2)
		assert.Equal(t, virtpos.Element{Name: "more"}, elements[1])
		require.Len(t, elements[0].Children, 2)
		assert.Equal(t, virtpos.Element{Name: "comment", Text: "до <5>"}, elements[0].Children[0].Children[1])
	}
	_, err := srv.Client(nil).Read(t.Context(), "suppliers", virtpos.ReadQuery{})
	require.ErrorIs(t, err, shelfwire.ErrNotFound)

	text := `<root><success>1</success><type>orders</type><count>1</count><info>x</info><id>5</id></root>`
	for _, body := range []string{text, convertToJSON(t, text)} {
		elements, err := respondInTurn(fakeResponse{200, body}).newClient(t).Read(t.Context(), "ORDERS", virtpos.ReadQuery{})
		require.NoError(t, err)
		assert.Equal(t, []virtpos.Element{{Name: "id", Text: "5"}}, elements)
	}
	many := successResponse(strings.Repeat("<a/>", 1<<16))
	elements, err := respondInTurn(many).newClient(t).Read(t.Context(), "orders", virtpos.ReadQuery{})
	require.ErrorIs(t, err, shelfwire.ErrTooLarge)
	assert.Empty(t, elements)
}

func TestClient_Read_Invalid(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		section string
		query   virtpos.ReadQuery
		fields  []string
	}{
		"no section":          {"", virtpos.ReadQuery{}, []string{"section"}},
		"two segments":        {"item/update", virtpos.ReadQuery{}, []string{"section"}},
		"dots":                {"..", virtpos.ReadQuery{}, []string{"section"}},
		"digits":              {"orders2", virtpos.ReadQuery{}, []string{"section"}},
		"Cyrillic":            {"оrders", virtpos.ReadQuery{}, []string{"section"}},
		"before a":            {"a`", virtpos.ReadQuery{}, []string{"section"}},
		"behind z":            {"z{", virtpos.ReadQuery{}, []string{"section"}},
		"before A":            {"A@", virtpos.ReadQuery{}, []string{"section"}},
		"behind Z":            {"Z[", virtpos.ReadQuery{}, []string{"section"}},
		"update":              {"update", virtpos.ReadQuery{}, []string{"section"}},
		"add":                 {"Add", virtpos.ReadQuery{}, []string{"section"}},
		"delete":              {"delete", virtpos.ReadQuery{}, []string{"section"}},
		"assign":              {"ASSIGN", virtpos.ReadQuery{}, []string{"section"}},
		"set to zero":         {"setZeroOnhand", virtpos.ReadQuery{}, []string{"section"}},
		"update behind":       {"itemUPDATE", virtpos.ReadQuery{}, []string{"section"}},
		"set":                 {"OnhandSet", virtpos.ReadQuery{}, []string{"section"}},
		"zero":                {"zeroOut", virtpos.ReadQuery{}, []string{"section"}},
		"save":                {"saveItem", virtpos.ReadQuery{}, []string{"section"}},
		"remove":              {"itemRemove", virtpos.ReadQuery{}, []string{"section"}},
		"create":              {"createItem", virtpos.ReadQuery{}, []string{"section"}},
		"edit":                {"editItem", virtpos.ReadQuery{}, []string{"section"}},
		"insert":              {"insertItem", virtpos.ReadQuery{}, []string{"section"}},
		"import":              {"importItems", virtpos.ReadQuery{}, []string{"section"}},
		"change":              {"changeItem", virtpos.ReadQuery{}, []string{"section"}},
		"cancel":              {"cancelOrder", virtpos.ReadQuery{}, []string{"section"}},
		"close":               {"closeOrder", virtpos.ReadQuery{}, []string{"section"}},
		"confirm":             {"confirmOrder", virtpos.ReadQuery{}, []string{"section"}},
		"approve":             {"approveOrder", virtpos.ReadQuery{}, []string{"section"}},
		"refund":              {"refundOrder", virtpos.ReadQuery{}, []string{"section"}},
		"clear":               {"clearOrder", virtpos.ReadQuery{}, []string{"section"}},
		"send":                {"sendOrder", virtpos.ReadQuery{}, []string{"section"}},
		"merge":               {"mergeOrder", virtpos.ReadQuery{}, []string{"section"}},
		"restore":             {"restoreOrder", virtpos.ReadQuery{}, []string{"section"}},
		"a key":               {"orders", virtpos.ReadQuery{Params: url.Values{"apikey": {"x"}}}, []string{"Params"}},
		"a format":            {"orders", virtpos.ReadQuery{Params: url.Values{"format": {"xml"}}, Format: "csv"}, []string{"Params", "Format"}},
		"two values":          {"orders", virtpos.ReadQuery{Params: url.Values{"id": {"1", "2"}}}, []string{"Params"}},
		"no value":            {"orders", virtpos.ReadQuery{Params: url.Values{"id": nil}}, []string{"Params"}},
		"no UTF-8":            {"orders", virtpos.ReadQuery{Params: url.Values{"id": {"\xff"}}}, []string{"Params"}},
		"a name from nowhere": {"orders", virtpos.ReadQuery{GetOnly: []string{"id"}}, []string{"GetOnly"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := newUnusedClient(t).Read(t.Context(), tc.section, tc.query)
			clienttest.AssertRejected(t, err, tc.fields...)
		})
	}
	letters := respondInTurn(successResponse(""))
	_, err := letters.newClient(t).Read(t.Context(), "azAZ", virtpos.ReadQuery{})
	require.NoError(t, err)
}

// Every section of the vendor's pages is read, and none that the writing calls of this package have in their paths.
func TestClient_Read_Sections(t *testing.T) {
	t.Parallel()
	for _, section := range []string{
		"store", "item", "itemGroup", "pricelist", "warehouse", "customer", "orders", "supplier", "inflow", "writeoff", "inventory",
		"movegood", "returns", "requisition", "cashflow",
	} {
		_, err := respondInTurn(successResponse("")).newClient(t).Read(t.Context(), section, virtpos.ReadQuery{})
		require.NoError(t, err, section)
	}
	sent := respondInTurn(fakeResponse{400, ""})
	client := sent.newClient(t)
	_, err := client.Store.UpdateOnHand(t.Context(), virtpos.OnHandUpdate{
		Warehouse: virtpos.WarehouseID(1), Item: virtpos.ItemID(1), OnHand: setDecimal("1"),
	})
	require.Error(t, err)
	_, err = client.Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), mustVersion("1"))
	require.Error(t, err)
	require.NotEmpty(t, sent.sentRequests())
	for _, r := range sent.sentRequests() {
		_, err = newUnusedClient(t).Read(t.Context(), strings.TrimPrefix(r.action, "/"), virtpos.ReadQuery{})
		clienttest.AssertRejected(t, err, "section")
	}
}

package virtpos_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// newPreviewShop has the stock "1: 5, 2: 0, 3L1: 4, 3L2: 6, 4L1: 2, 5: -1" in warehouse 1.
func newPreviewShop(t *testing.T) *virtpostest.Server {
	srv := virtpostest.NewServer(t)
	srv.AddWarehouses(virtpostest.Warehouse{ID: 1, ExternalID: "1C-1"}, virtpostest.Warehouse{ID: 2, ExternalID: "1C-2"})
	for id := range int64(6) {
		srv.AddItems(virtpostest.Item{ID: id + 1, ExternalID: fmt.Sprintf("X-%d", id+1), Name: fmt.Sprint("item ", id+1)})
	}
	for _, row := range []virtpostest.Row{
		{ItemID: 1, OnHand: shelfwire.NewDecimal(5)}, {ItemID: 2}, {ItemID: 3, LotNumber: "L1", OnHand: shelfwire.NewDecimal(4)},
		{ItemID: 3, LotNumber: "L2", OnHand: shelfwire.NewDecimal(6)}, {ItemID: 4, LotNumber: "L1", OnHand: shelfwire.NewDecimal(2)},
		{ItemID: 5, OnHand: shelfwire.NewDecimal(-1)},
	} {
		row.WarehouseID = 1
		srv.SetStock(row)
	}
	srv.SetStock(virtpostest.Row{WarehouseID: 2, ItemID: 6, OnHand: shelfwire.NewDecimal(9)})
	return srv
}

func externalUpdate(id, quantity string) virtpos.OnHandUpdate {
	return virtpos.OnHandUpdate{Item: virtpos.ExternalItemID(id), OnHand: setDecimal(quantity)}
}

func lotOf(u virtpos.OnHandUpdate, lot string) virtpos.OnHandUpdate {
	u.LotNumber = shelfwire.Set(lot)
	return u
}

// formatPreview formats what becomes of the rows, and of the rest.
func formatPreview(p *virtpos.ReplacePreview) string {
	var texts []string
	for _, row := range p.Rows {
		text := fmt.Sprint(row.Index, " item ", row.ItemID, " ", row.Kind)
		for _, now := range row.Now {
			text += " " + strings.TrimSuffix(fmt.Sprint(now.LotNumber, ":", now.OnHand), ".000")
		}
		if row.Tolerated {
			text += " tolerated"
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", ") + " | " + formatRest(p.Zeroed) + " | " + formatRest(p.InDoubt)
}

func formatRest(rows []virtpos.StockRow) string {
	var texts []string
	for _, row := range rows {
		texts = append(texts, fmt.Sprintf("%d%s", row.ItemID, row.LotNumber))
	}
	return strings.Join(texts, " ")
}

func TestStoreService_PreviewReplace(t *testing.T) {
	t.Parallel()
	const all = "1 3L1 3L2 4L1 5"
	for name, tc := range map[string]struct {
		feed     []virtpos.OnHandUpdate
		options  virtpos.PreviewOptions // Items is the index of the shop, unless noIndex
		noIndex  bool
		want     string
		obstacle string
	}{
		"unchanged":      {feed: []virtpos.OnHandUpdate{itemUpdate(1, "5")}, want: "0 item 1 unchanged :5 | 3L1 3L2 4L1 5 | "},
		"changed":        {feed: []virtpos.OnHandUpdate{itemUpdate(1, "5.001")}, want: "0 item 1 changed :5 | 3L1 3L2 4L1 5 | "},
		"zero stays":     {feed: []virtpos.OnHandUpdate{itemUpdate(2, "0")}, want: "0 item 2 unchanged :0 | " + all + " | "},
		"new":            {feed: []virtpos.OnHandUpdate{itemUpdate(6, "1")}, want: "0 item 6 new | " + all + " | "},
		"by external id": {feed: []virtpos.OnHandUpdate{externalUpdate("X-1", "7")}, want: "0 item 1 changed :5 | 3L1 3L2 4L1 5 | "},
		"a lot":          {feed: []virtpos.OnHandUpdate{lotOf(itemUpdate(3, "4"), "L1")}, want: "0 item 3 unchanged L1:4 | 1 4L1 5 | 3L2"},
		"both lots":      {feed: []virtpos.OnHandUpdate{lotOf(itemUpdate(3, "4"), "L1"), lotOf(externalUpdate("X-3", "1"), "L2")}, want: "0 item 3 unchanged L1:4, 1 item 3 changed L2:6 | 1 4L1 5 | "},
		"a new lot":      {feed: []virtpos.OnHandUpdate{lotOf(itemUpdate(3, "4"), "L3")}, want: "0 item 3 new | 1 4L1 5 | 3L1 3L2"},
		"no lot of two":  {feed: []virtpos.OnHandUpdate{itemUpdate(3, "4")}, want: "0 item 3 unclear L1:4 L2:6 | 1 4L1 5 | "},
		"no lot of one":  {feed: []virtpos.OnHandUpdate{itemUpdate(4, "2")}, want: "0 item 4 unclear L1:2 | 1 3L1 3L2 5 | "},
		"empty":          {want: " | " + all + " | ", obstacle: "the feed was empty"},
		"empty, allowed": {options: virtpos.PreviewOptions{AllowEmpty: true}, want: " | " + all + " | "},
		"unknown":        {feed: []virtpos.OnHandUpdate{itemUpdate(1, "5"), externalUpdate("X-9", "1")}, want: "0 item 1 unchanged :5, 1 item 0 unknown | 3L1 3L2 4L1 5 | ", obstacle: `row 1 would not be confirmed: not found: no item has the external id "X-9"`},
		"tolerated":      {feed: []virtpos.OnHandUpdate{itemUpdate(1, "5"), externalUpdate("X-9", "1")}, options: virtpos.PreviewOptions{Tolerate: func(row virtpos.PreviewRow) bool { return row.Index == 1 }}, want: "0 item 1 unchanged :5, 1 item 0 unknown tolerated | 3L1 3L2 4L1 5 | "},
		"unknown id":     {feed: []virtpos.OnHandUpdate{itemUpdate(1, "5"), itemUpdate(999, "5")}, want: "0 item 1 unchanged :5, 1 item 999 unknown | 3L1 3L2 4L1 5 | ", obstacle: "row 1 would not be confirmed: not found: no item has the id 999"},
		"unknown, bad":   {feed: []virtpos.OnHandUpdate{itemUpdate(999, "-5")}, want: "0 item 999 rejected | " + all + " | ", obstacle: "row 0 would not be confirmed: virtpos: Store.UpdateOnHand: invalid input: OnHand must not be negative"},
		"id, no index":   {feed: []virtpos.OnHandUpdate{itemUpdate(999, "5")}, noIndex: true, want: "0 item 999 new | " + all + " | "},
		"space behind":   {feed: []virtpos.OnHandUpdate{externalUpdate("X-1 ", "7")}, want: "0 item 0 unknown | " + all + " | ", obstacle: `row 0 would not be confirmed: not found: no item has the external id "X-1 "`},
		"all tolerated":  {feed: []virtpos.OnHandUpdate{externalUpdate("X-9", "1")}, options: virtpos.PreviewOptions{Tolerate: func(virtpos.PreviewRow) bool { return true }}, want: "0 item 0 unknown tolerated | " + all + " | ", obstacle: "no row would be confirmed"},
		"allowed empty":  {feed: []virtpos.OnHandUpdate{externalUpdate("X-9", "1")}, options: virtpos.PreviewOptions{AllowEmpty: true, Tolerate: func(virtpos.PreviewRow) bool { return true }}, want: "0 item 0 unknown tolerated | " + all + " | "},
		"no quantity":    {feed: []virtpos.OnHandUpdate{{Item: virtpos.ItemID(1)}}, options: virtpos.PreviewOptions{Tolerate: func(virtpos.PreviewRow) bool { return true }}, want: "0 item 1 rejected | 3L1 3L2 4L1 5 | 1", obstacle: "row 0 would not be confirmed: virtpos: Store.UpdateOnHand: invalid input: OnHand is missing"},
		"negative":       {feed: []virtpos.OnHandUpdate{itemUpdate(1, "-5")}, want: "0 item 1 rejected | 3L1 3L2 4L1 5 | 1", obstacle: "row 0 would not be confirmed: virtpos: Store.UpdateOnHand: invalid input: OnHand must not be negative"},
		"no item":        {feed: []virtpos.OnHandUpdate{{OnHand: setDecimal("1")}}, want: "0 item 0 rejected | " + all + " | ", obstacle: "row 0 would not be confirmed: virtpos: Store.UpdateOnHand: invalid input: Item is missing"},
		"negative id":    {feed: []virtpos.OnHandUpdate{itemUpdate(-1, "1")}, want: "0 item 0 rejected | " + all + " | ", obstacle: "row 0 would not be confirmed: virtpos: Store.UpdateOnHand: invalid input: Item must be an id above zero, or an external id that is not empty"},
		"twice":          {feed: []virtpos.OnHandUpdate{itemUpdate(1, "5"), itemUpdate(1, "6")}, want: "0 item 1 unchanged :5, 1 item 1 rejected | 3L1 3L2 4L1 5 | ", obstacle: "row 1 would not be confirmed: virtpos: Store.UpdateOnHand: invalid input: Item is in row 0 with the same lot already"},
		"two names":      {feed: []virtpos.OnHandUpdate{itemUpdate(1, "5"), externalUpdate("X-1", "6")}, want: "0 item 1 unchanged :5, 1 item 1 rejected | 3L1 3L2 4L1 5 | ", obstacle: "row 1 would not be confirmed: conflict: the rows 0 and 1 are both about item 1"},
		"no index":       {feed: []virtpos.OnHandUpdate{externalUpdate("X-1", "6")}, noIndex: true, want: "0 item 0 rejected | " + all + " | ", obstacle: "row 0 would not be confirmed: virtpos: Store.PreviewReplace: invalid input: Items is missing, and the feed names external item X-1"},
		"another shop":   {feed: []virtpos.OnHandUpdate{{Warehouse: virtpos.WarehouseID(2), Item: virtpos.ItemID(1), OnHand: setDecimal("1")}}, want: "0 item 1 rejected | 3L1 3L2 4L1 5 | 1", obstacle: "row 0 would not be confirmed: virtpos: Store.UpdateOnHand: invalid input: Warehouse is not the one whose stock is replaced"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newPreviewShop(t)
			client := srv.Client(nil)
			if !tc.noIndex {
				index, err := client.Items.Index(t.Context(), virtpos.KeyExternalID, virtpos.ItemQuery{})
				require.NoError(t, err)
				tc.options.Items = index
			}
			preview, err := client.Store.PreviewReplace(t.Context(), virtpos.WarehouseID(1), feedOf(tc.feed...), tc.options)
			require.NoError(t, err)
			assert.Equal(t, tc.want, formatPreview(&preview))
			assert.Equal(t, tc.obstacle, preview.Obstacle)
			assert.Equal(t, int64(1), preview.WarehouseID)
			kinds := 0
			for _, row := range preview.Rows {
				isBad := row.Kind == virtpos.PreviewRejected || row.Kind == virtpos.PreviewUnknown
				assert.Equal(t, isBad, row.Err != nil)
				kinds += preview.Count(row.Kind)
				if !isBad {
					assert.Equal(t, virtpos.WarehouseID(1), row.Update.Warehouse)
				}
			}
			assert.GreaterOrEqual(t, kinds, len(preview.Rows))
		})
	}
}

// An external id that several items have is unknown; the error says so.
func TestStoreService_PreviewReplace_AmbiguousItem(t *testing.T) {
	t.Parallel()
	s := respondInTurn(
		successResponse(`<items><item><id>1</id><external_id>X</external_id></item><item><id>2</id><external_id>X</external_id></item></items>`),
		stockOfOneRow(1, 1, "<quantity/>"),
	)
	client := s.newClient(t)
	index, err := client.Items.Index(t.Context(), virtpos.KeyExternalID, virtpos.ItemQuery{})
	require.NoError(t, err)
	preview, err := client.Store.PreviewReplace(t.Context(), virtpos.WarehouseID(1), feedOf(externalUpdate("X", "1")), virtpos.PreviewOptions{Items: index})
	require.NoError(t, err)
	assert.Equal(t, "0 item 0 unknown | 1 | ", formatPreview(&preview), "a row without a quantity is not zero")
	assert.ErrorIs(t, preview.Rows[0].Err, shelfwire.ErrConflict)
}

// A row without a quantity is changed by any, and so is a lot that comes twice unclear.
func TestStoreService_PreviewReplace_OddStock(t *testing.T) {
	t.Parallel()
	const twice = "<lot_number>L</lot_number></item><item><id>7</id><lot_number>L</lot_number>"
	for more, want := range map[string]string{"": "changed", twice: "unclear"} {
		s := respondInTurn(stockOfOneRow(1, 7, more))
		update := itemUpdate(7, "0")
		if more != "" {
			update = lotOf(update, "L")
		}
		preview, err := s.newClient(t).Store.PreviewReplace(t.Context(), virtpos.WarehouseID(1), feedOf(update), virtpos.PreviewOptions{})
		require.NoError(t, err)
		assert.Equal(t, virtpos.PreviewKind(want), preview.Rows[0].Kind)
	}
}

// The warehouse is looked up by its external id, and only then.
func TestStoreService_PreviewReplace_Warehouse(t *testing.T) {
	t.Parallel()
	srv := newPreviewShop(t)
	options := virtpos.PreviewOptions{Fields: []virtpos.StockField{virtpos.StockItemName}}
	preview, err := srv.Client(nil).Store.PreviewReplace(t.Context(), virtpos.ExternalWarehouseID("1C-2"), feedOf(itemUpdate(6, "9")), options)
	require.NoError(t, err)
	assert.Equal(t, int64(2), preview.WarehouseID)
	assert.Equal(t, virtpos.ExternalWarehouseID("1C-2"), preview.Warehouse)
	assert.Equal(t, "item 6", preview.Rows[0].Now[0].Name)
	assert.Equal(t, 1, srv.Calls("Warehouses.List"))
	assert.Equal(t, 1, preview.Count(virtpos.PreviewUnchanged))
	assert.Zero(t, preview.Count(virtpos.PreviewChanged))

	_, err = srv.Client(nil).Store.PreviewReplace(t.Context(), virtpos.ExternalWarehouseID("1C-9"), feedOf(), options)
	require.ErrorIs(t, err, shelfwire.ErrNotFound)
	require.EqualError(t, err, "virtpos: Store.PreviewReplace: not found: there is no external warehouse 1C-9")
	assert.Zero(t, srv.Calls("Store.OnHandVersion", "Store.UpdateOnHand", "Store.ZeroOutdated"))

	two := respondInTurn(successResponse(`<warehouses><warehouse><id>1</id></warehouse><warehouse><id>2</id></warehouse></warehouses>`))
	_, err = two.newClient(t).Store.PreviewReplace(t.Context(), virtpos.ExternalWarehouseID("1C-9"), feedOf(), options)
	require.ErrorIs(t, err, shelfwire.ErrConflict)
	require.ErrorContains(t, err, "external warehouse 1C-9 is the warehouse 1 and the warehouse 2")
	other := respondInTurn(successResponse(`<warehouses><warehouse><id>1</id><external_id>1C-8</external_id></warehouse></warehouses>`))
	_, err = other.newClient(t).Store.PreviewReplace(t.Context(), virtpos.ExternalWarehouseID("1C-9"), feedOf(), options)
	require.ErrorContains(t, err, `external warehouse 1C-9 was asked for, and warehouse 1 with external id "1C-8" came`)
}

// A feed that fails makes an obstacle, behind the rows that it had.
func TestStoreService_PreviewReplace_FeedFails(t *testing.T) {
	t.Parallel()
	feed := func(yield func(virtpos.OnHandUpdate, error) bool) {
		if yield(itemUpdate(1, "-5"), nil) {
			yield(virtpos.OnHandUpdate{}, errors.New("the export broke off"))
		}
	}
	preview, err := newPreviewShop(t).Client(nil).Store.PreviewReplace(t.Context(), virtpos.WarehouseID(1), feed, virtpos.PreviewOptions{})
	require.NoError(t, err)
	assert.Len(t, preview.Rows, 1)
	assert.Equal(t, "the feed ended with an error: the export broke off", preview.Obstacle)
}

// A stock that is not whole makes no preview.
func TestStoreService_PreviewReplace_Incomplete(t *testing.T) {
	t.Parallel()
	whole := stockOfOneRow(1, 7, "</item><item><id>8</id>").body
	for at := range len(whole) {
		options := respondInTurn(fakeResponse{200, whole[:at]}).options()
		options.Retry.MaxAttempts = 1
		preview, err := newClientWith(t, testCred, options).Store.PreviewReplace(t.Context(), virtpos.WarehouseID(1), feedOf(itemUpdate(7, "1")), virtpos.PreviewOptions{})
		require.ErrorIs(t, err, shelfwire.ErrMalformed)
		require.Equal(t, virtpos.ReplacePreview{}, preview)
	}
	gap := respondInTurn(stockOfOneRow(1, 7, "</item><item><id>x</id>"))
	preview, err := gap.newClient(t).Store.PreviewReplace(t.Context(), virtpos.WarehouseID(1), feedOf(itemUpdate(7, "1")), virtpos.PreviewOptions{})
	require.ErrorIs(t, err, shelfwire.ErrIncomplete)
	assert.Equal(t, virtpos.ReplacePreview{}, preview)
}

func TestStoreService_PreviewReplace_Invalid(t *testing.T) {
	t.Parallel()
	index, err := newPreviewShop(t).Client(nil).Items.Index(t.Context(), virtpos.KeyBarcode, virtpos.ItemQuery{})
	require.NoError(t, err)
	_, err = newUnusedClient(t).Store.PreviewReplace(t.Context(), virtpos.WarehouseRef{}, nil, virtpos.PreviewOptions{
		Items: index, Fields: []virtpos.StockField{"cogs", "a:b"},
	})
	clienttest.AssertRejected(t, err, "warehouse", "feed", "Items", "Fields[1]")
}

// An item that has stock exists, whatever the catalogue says.
func TestStoreService_PreviewReplace_UnlistedItem(t *testing.T) {
	t.Parallel()
	s := respondInTurn(
		successResponse(`<items><item><id>1</id><external_id>X</external_id></item></items>`), stockOfOneRow(1, 7, "<quantity>2</quantity>"),
	)
	client := s.newClient(t)
	index, err := client.Items.Index(t.Context(), virtpos.KeyExternalID, virtpos.ItemQuery{})
	require.NoError(t, err)
	feed := feedOf(itemUpdate(7, "2"), itemUpdate(8, "2"), itemUpdate(1, "2"))
	preview, err := client.Store.PreviewReplace(t.Context(), virtpos.WarehouseID(1), feed, virtpos.PreviewOptions{Items: index})
	require.NoError(t, err)
	assert.Equal(t, "0 item 7 unchanged :2, 1 item 8 unknown, 2 item 1 new |  | ", formatPreview(&preview))
	assert.ErrorIs(t, preview.Rows[1].Err, shelfwire.ErrNotFound)
}

// A feed that holds up until the context has ended makes no preview, with or without an error of its own.
func TestStoreService_PreviewReplace_FeedHoldsUp(t *testing.T) {
	t.Parallel()
	for _, fails := range []bool{false, true} {
		ctx, cancel := context.WithCancel(t.Context())
		feed := func(yield func(virtpos.OnHandUpdate, error) bool) {
			if cancel(); fails {
				yield(virtpos.OnHandUpdate{}, errors.New("the export broke off"))
			}
		}
		preview, err := newPreviewShop(t).Client(nil).Store.PreviewReplace(ctx, virtpos.WarehouseID(1), feed, virtpos.PreviewOptions{AllowEmpty: true})
		require.ErrorIs(t, err, context.Canceled)
		assert.Equal(t, virtpos.ReplacePreview{}, preview)
	}
}

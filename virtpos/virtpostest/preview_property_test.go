package virtpostest_test

import (
	"fmt"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// previewScene is a warehouse with random stock, and a random feed for it.
type previewScene struct {
	srv       *virtpostest.Server
	warehouse virtpos.WarehouseRef
	feed      []virtpos.OnHandUpdate
}

func newPreviewScene(t *rapid.T) *previewScene {
	s := &previewScene{srv: virtpostest.New()}
	s.srv.AddWarehouses(virtpostest.Warehouse{ID: 1, ExternalID: "1C-1"}, virtpostest.Warehouse{ID: 2})
	lots := rapid.SampledFrom([]string{"", "L1", "L2"})
	quantities := rapid.SampledFrom([]string{"0", "1", "2.500", "-3", "7"})
	for id := range int64(5) {
		s.srv.AddItems(virtpostest.Item{ID: id + 1, ExternalID: fmt.Sprint("X-", id+1)})
		for _, lot := range rapid.SliceOfNDistinct(lots, 0, 3, rapid.ID).Draw(t, "lots") {
			s.srv.SetStock(virtpostest.Row{WarehouseID: 1, ItemID: id + 1, LotNumber: lot, OnHand: mustDecimal(quantities.Draw(t, "stock"))})
		}
		s.srv.SetStock(virtpostest.Row{WarehouseID: 2, ItemID: id + 1, OnHand: mustDecimal("9")})
	}
	s.warehouse = rapid.SampledFrom([]virtpos.WarehouseRef{virtpos.WarehouseID(1), virtpos.ExternalWarehouseID("1C-1")}).Draw(t, "warehouse")
	for range rapid.IntRange(0, 5).Draw(t, "rows") {
		s.feed = append(s.feed, drawUpdate(t, lots))
	}
	return s
}

func drawUpdate(t *rapid.T, lots *rapid.Generator[string]) (u virtpos.OnHandUpdate) {
	id := rapid.Int64Range(1, 6).Draw(t, "item") // nobody has item 6
	u.Item = virtpos.ItemID(id)
	if rapid.Bool().Draw(t, "external") {
		u.Item = virtpos.ExternalItemID(fmt.Sprint("X-", id) + rapid.SampledFrom([]string{"", "", " "}).Draw(t, "space"))
	}
	u.OnHand = setDecimal(rapid.SampledFrom([]string{"0", "1", "1.0", "2.5", "7"}).Draw(t, "on hand"))
	if lot := lots.Draw(t, "lot"); lot != "" {
		u.LotNumber = shelfwire.Set(lot)
	}
	return u
}

func (s *previewScene) yieldFeed() iter.Seq2[virtpos.OnHandUpdate, error] {
	return yieldList(s.feed, nil)
}

// What a preview says is what the run then does, and the preview itself does nothing.
func TestServer_PreviewReplace_AgainstRun(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := newPreviewScene(t)
		defer s.srv.Close()
		client := s.srv.Client(nil)
		index, err := client.Items.Index(t.Context(), virtpos.KeyExternalID, virtpos.ItemQuery{})
		require.NoError(t, err)
		accept := rapid.Bool().Draw(t, "tolerate")
		allowEmpty := rapid.Bool().Draw(t, "allow empty")
		before := s.srv.Stock(1)
		preview, err := client.Store.PreviewReplace(t.Context(), s.warehouse, s.yieldFeed(), virtpos.PreviewOptions{
			Items: index, AllowEmpty: allowEmpty, Tolerate: func(virtpos.PreviewRow) bool { return accept },
		})
		require.NoError(t, err)
		require.Equal(t, fmt.Sprint(before), fmt.Sprint(s.srv.Stock(1)))
		require.Zero(t, s.srv.Calls("Store.UpdateOnHand", "Store.OnHandVersion", "Store.ZeroOutdated"))
		require.Zero(t, s.srv.Version(1)+int64(s.srv.Zeroings(1)))

		report, err := client.Store.ReplaceOnHand(t.Context(), s.warehouse, s.yieldFeed(), virtpos.ReplaceOptions{
			Workers: 1, AllowEmpty: allowEmpty, SkipCheck: true, Tolerate: func(virtpos.RowResult) bool { return accept },
		})
		require.Equal(t, preview.Obstacle == "", err == nil, "%s: %v", preview.Obstacle, err)
		require.Len(t, preview.Rows, len(report.Rows))
		for i := range report.Rows {
			require.Equal(t, report.Rows[i].Err == nil, preview.Rows[i].Err == nil, "%v: %v", report.Rows[i].Err, preview.Rows[i].Err)
			require.Equal(t, report.Rows[i].Tolerated, preview.Rows[i].Tolerated)
		}
		if err == nil {
			assertForeseen(t, &preview, before, s.srv.Stock(1))
		}
		require.Equal(t, "9.000", s.srv.Stock(2)[0].OnHand.String())
	})
}

type rowID struct {
	item int64
	lot  string
}

func quantities(rows []virtpostest.Row) map[rowID]shelfwire.Decimal {
	all := map[rowID]shelfwire.Decimal{}
	for _, row := range rows {
		all[rowID{row.ItemID, row.LotNumber}] = row.OnHand
	}
	return all
}

// assertForeseen compares a run with its preview. What was in doubt may have happened or not.
func assertForeseen(t *rapid.T, preview *virtpos.ReplacePreview, before, after []virtpostest.Row) {
	was, is := quantities(before), quantities(after)
	inDoubt := map[rowID]bool{}
	want := quantities(before)
	for _, row := range preview.InDoubt {
		inDoubt[rowID{row.ItemID, row.LotNumber}] = true
	}
	for _, row := range preview.Zeroed {
		require.False(t, was[rowID{row.ItemID, row.LotNumber}].IsZero())
		want[rowID{row.ItemID, row.LotNumber}] = mustDecimal("0")
	}
	for _, row := range preview.Rows {
		key := rowID{row.ItemID, row.Update.LotNumber.Or("")}
		quantity, hadStock := was[key]
		switch row.Kind {
		case virtpos.PreviewUnchanged:
			require.True(t, quantity.Equal(row.Update.OnHand.Or(shelfwire.Decimal{})))
		case virtpos.PreviewChanged:
			require.False(t, quantity.Equal(row.Update.OnHand.Or(shelfwire.Decimal{})))
		case virtpos.PreviewNew:
			require.False(t, hadStock)
		case virtpos.PreviewUnclear:
			for _, now := range row.Now {
				inDoubt[rowID{now.ItemID, now.LotNumber}] = true
			}
		default:
			require.True(t, row.Tolerated)
			continue
		}
		want[key] = row.Update.OnHand.Or(shelfwire.Decimal{})
	}
	require.Len(t, is, len(want))
	for key, quantity := range want {
		if !inDoubt[key] {
			assert.True(t, quantity.Equal(is[key]), "%v: %s, want %s", key, is[key], quantity)
		}
	}
	if t.Failed() {
		t.Fatalf("%+v\n%+v\n%+v", preview, before, after)
	}
}

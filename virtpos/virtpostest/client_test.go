package virtpostest_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// A client reads the same in every form of the responses.
func TestServer_Client_EveryForm(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	client := srv.Client(nil)
	fields := []virtpos.StockField{
		virtpos.StockItemName, virtpos.StockArticle, virtpos.StockCOGS, virtpos.StockPrice,
		virtpos.StockOptionalPrices, virtpos.StockExpiryDate,
	}
	for filter, q := range map[string]virtpos.StoreQuery{
		"all": {Fields: fields}, "one": {Fields: fields, WarehouseID: 1, Article: "A-2"},
		"empty": {WarehouseID: 2, InStockOnly: true},
	} {
		want, err := client.Store.List(t.Context(), q)
		require.NoError(t, err)
		for _, encoding := range []virtpostest.XMLEncoding{virtpostest.UTF8WithBOM, virtpostest.Windows1251} {
			srv.SetXMLEncoding(encoding)
			got, err := client.Store.List(t.Context(), q)
			require.NoError(t, err, "%s, %s", filter, encoding)
			assert.Equal(t, want, got)
		}
		q.Format = virtpos.FormatJSON
		for lists := virtpostest.JSONArrays; lists <= virtpostest.JSONWrapped; lists++ {
			for i := range 8 {
				shape := virtpostest.JSONShape{Lists: lists, Collapse: i&1 > 0, BareNumbers: i&2 > 0, InRoot: i&4 > 0}
				srv.SetJSONShape(shape)
				got, err := client.Store.List(t.Context(), q)
				require.NoError(t, err, "%s, %+v", filter, shape)
				assert.Equal(t, formatClientStock(want), formatClientStock(got), "%s, %+v", filter, shape)
			}
		}
	}
}

// formatClientStock formats a stock, since decimals must not be compared by their parts.
func formatClientStock(s virtpos.Stock) (list []string) {
	for _, w := range s.Warehouses {
		list = append(list, w.Name)
		for _, r := range w.Rows {
			list = append(list, formatInt(r.ItemID), r.OnHand.String(), r.Available.String(), r.LotNumber, r.Name,
				r.Article, r.COGS.String(), r.Price.String(), r.ExpiryDate)
			for _, p := range r.Prices {
				list = append(list, formatInt(p.PriceListID), p.Price.String())
			}
		}
	}
	return list
}

func TestServer_Client_WithKeyInQuery(t *testing.T) {
	t.Parallel()
	srv := newGuideServer(t)
	byGet := srv.Client(nil).WithKeyInQuery()
	for method, client := range map[string]*virtpos.Client{"GET": byGet, "POST": srv.Client(nil)} {
		before := srv.Calls()
		version, err := client.Store.OnHandVersion(t.Context(), virtpos.ExternalWarehouseID("1"))
		require.NoError(t, err)
		assert.Equal(t, strconv.FormatInt(srv.Version(1), 10), version.String())
		update := updateTo20()
		update.COGS, update.LotNumber = setDecimal("2.5"), shelfwire.Set("Л-"+method)
		update.ManufactureDate, update.ExpiryDate = shelfwire.Set(mustDate("2026-01-02")), shelfwire.Null[shelfwire.Date]()
		result, err := client.Store.UpdateOnHand(t.Context(), update)
		require.NoError(t, err)
		assert.Equal(t, shelfwire.Set(true), result.IsNew)
		rows := srv.Stock(1)
		last := rows[len(rows)-1]
		assert.Equal(t, "20.000 2.50", last.OnHand.String()+" "+last.COGS.String())
		assert.Equal(t, "2026-01-02", last.ManufactureDate.String())
		assert.Equal(t, "Л-"+method, last.LotNumber)
		zeroed, err := client.Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), version)
		require.NoError(t, err)
		assert.Equal(t, []virtpos.Element{{Name: "count", Text: "1"}}, zeroed.Elements)
		for _, r := range srv.Requests()[before:] {
			assert.Equal(t, method, r.Method)
		}
	}
}

func TestServer_Client_Rejections(t *testing.T) {
	t.Parallel()
	srv := newGuideServer(t)
	client := srv.Client(nil)
	for status, kind := range map[int]error{0: nil, 400: shelfwire.ErrInvalid, 404: shelfwire.ErrNotFound} {
		srv.ErrorStatus(status)
		update := updateTo20()
		update.Item = virtpos.ItemID(9)
		_, err := client.Store.UpdateOnHand(t.Context(), update)
		require.ErrorContains(t, err, "there is no such item")
		assert.Equal(t, shelfwire.OutcomeRejected, shelfwire.OutcomeOf(err))
		if kind != nil {
			require.ErrorIs(t, err, kind)
		}
	}
	stranger, err := virtpos.New(srv.URL(), virtpos.Credentials{APIKey: shelfwire.NewSecret("stranger")}, nil)
	require.NoError(t, err)
	srv.ErrorStatus(0)
	_, err = stranger.Store.List(t.Context(), virtpos.StoreQuery{})
	require.ErrorContains(t, err, "the key is missing or wrong")
}

func TestServer_Client_ReplaceOnHand(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	feed := func(yield func(virtpos.OnHandUpdate, error) bool) {
		for _, item := range []int64{2, 3} {
			if !yield(virtpos.OnHandUpdate{Item: virtpos.ItemID(item), OnHand: setDecimal("5")}, nil) {
				return
			}
		}
	}
	srv.Fail(faults.DropResponse().On("Store.UpdateOnHand"), faults.Between(func() {
		srv.Sell(1, 1, "a", mustDecimal("1"))
	}).On("Store.ZeroOutdated"))
	client := srv.Client(nil)
	_, err := client.Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(1), feed, virtpos.ReplaceOptions{})
	require.NoError(t, err)
	assert.Equal(t, "1/a/0.000/v0 1/b/0.000/v0 2//5.000/v1 3//5.000/v1", formatStock(srv, 1))
	assert.Equal(t, "2//-1.000/v0", formatStock(srv, 2))
	assert.Equal(t, 1, srv.Zeroings(1))
}

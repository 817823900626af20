package virtpos_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

const twoShops = `<type>store</type><warehouses><warehouse><id>1</id><name>A</name><items>` +
	`<item><id>7</id><quantity>2</quantity><lot_number>L1</lot_number></item>` +
	`<item><id>7</id><quantity>3</quantity><lot_number>L2</lot_number></item></items></warehouse>` +
	`<warehouse><id>2</id><name>B</name><items/></warehouse></warehouses>`

func TestStoreService_All(t *testing.T) {
	t.Parallel()
	var rows []string
	for row, err := range respondInTurn(successResponse(twoShops)).newClient(t).Store.All(t.Context(), virtpos.StoreQuery{}) {
		require.NoError(t, err)
		rows = append(rows, formatRow(row))
	}
	assert.Equal(t, []string{"1/7/L1 2", "1/7/L2 3"}, rows)
}

func TestStoreService_List(t *testing.T) {
	t.Parallel()
	stock, err := respondInTurn(successResponse(twoShops)).newClient(t).Store.List(t.Context(), virtpos.StoreQuery{})
	require.NoError(t, err)
	require.Len(t, stock.Warehouses, 2)
	assert.Equal(t, "1 A 2, 2 B 0", fmt.Sprintf("%d %s %d, %d %s %d",
		stock.Warehouses[0].ID, stock.Warehouses[0].Name, len(stock.Warehouses[0].Rows),
		stock.Warehouses[1].ID, stock.Warehouses[1].Name, len(stock.Warehouses[1].Rows)))
}

// newBigShop has more stock than the buffers on the way hold.
func newBigShop(t *testing.T, n int) *virtpostest.Server {
	srv := virtpostest.NewServer(t)
	srv.AddWarehouses(virtpostest.Warehouse{ID: 1, Name: "Магазин 1"})
	for id := range n {
		srv.AddItems(virtpostest.Item{ID: int64(id + 1), Name: strings.Repeat("Корм для собак ", 4)})
		srv.SetStock(virtpostest.Row{WarehouseID: 1, ItemID: int64(id + 1), OnHand: shelfwire.NewDecimal(1)})
	}
	return srv
}

// List and All survive faults before the first row, in both formats; List also survives a response that breaks
// off later.
func TestStoreService_List_PassingFaults(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault    faults.Fault
		streamed bool // also row by row
	}{
		"503": {faults.Status(503), true}, "HTML": {faults.HTML(502), true}, "429": {faults.RateLimited("0"), true},
		"cut": {faults.DropRequest(), true}, "cut body": {faults.CutBody(), false},
	} {
		for _, format := range []virtpos.Format{virtpos.FormatXML, virtpos.FormatJSON} {
			t.Run(name+" "+string(format), func(t *testing.T) {
				t.Parallel()
				srv := newBigShop(t, 2000)
				query := virtpos.StoreQuery{Format: format, Fields: []virtpos.StockField{virtpos.StockItemName}}
				srv.Fail(tc.fault)
				stock, err := srv.Client(nil).Store.List(t.Context(), query)
				require.NoError(t, err)
				assert.Len(t, stock.Warehouses[0].Rows, 2000)
				srv.Fail(tc.fault)
				n := 0
				var last error
				for _, err := range srv.Client(nil).Store.All(t.Context(), query) {
					if last = err; err == nil {
						n++
					}
				}
				if tc.streamed {
					require.NoError(t, last)
					assert.Equal(t, 2000, n)
					return
				}
				require.ErrorIs(t, last, shelfwire.ErrMalformed)
				assert.ErrorIs(t, last, io.ErrUnexpectedEOF)
				assert.Positive(t, n, "the rows before the break")
				assert.Less(t, n, 2000)
				assert.Equal(t, 1, clienttest.RequireError(t, last).Attempts)
			})
		}
	}
}

// Leaving the loop ends the response and its goroutines.
func TestStoreService_All_Break(t *testing.T) {
	t.Parallel()
	srv := newBigShop(t, 50_000) // far more than is on its way
	for range srv.Client(nil).Store.All(t.Context(), virtpos.StoreQuery{}) {
		break
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	var last error
	for _, err := range srv.Client(nil).Store.All(ctx, virtpos.StoreQuery{Fields: []virtpos.StockField{virtpos.StockItemName}}) {
		if last = err; err == nil {
			n++
		}
		cancel()
	}
	require.ErrorIs(t, last, context.Canceled)
	assert.NotErrorIs(t, last, shelfwire.ErrMalformed)
	assert.Less(t, n, 50_000)
}

// MaxResponseBytes bounds each item, rather than the stock.
func TestStoreService_All_MaxResponseBytes(t *testing.T) {
	t.Parallel()
	srv := newBigShop(t, 2000)
	n := 0
	for _, err := range srv.Client(&shelfwire.Options{MaxResponseBytes: 64 << 10}).Store.All(t.Context(), virtpos.StoreQuery{}) {
		require.NoError(t, err)
		n++
	}
	assert.Equal(t, 2000, n)

	s := respondInTurn(successResponse(strings.Replace(twoShops, "L2", strings.Repeat("L", 1<<20), 1)))
	o := s.options()
	o.MaxResponseBytes = 64 << 10
	var last error
	for _, err := range newClientWith(t, testCred, o).Store.All(t.Context(), virtpos.StoreQuery{}) {
		last = err
	}
	require.ErrorIs(t, last, shelfwire.ErrTooLarge)
	assert.Len(t, s.sentRequests(), 1)
}

// A body that ends early without a Content-Length looks complete to HTTP. It is retried like one that was cut.
func TestStoreService_All_CutWithoutContentLength(t *testing.T) {
	t.Parallel()
	whole := stockOfOneRow(1, 7, "").body
	for _, at := range []int{len(`<?xml version="1.0" encoding="UTF-8"?>`), strings.Index(whole, "<id>1"), strings.Index(whole, "</item>"), len(whole) - 1} {
		t.Run(fmt.Sprint(at, " bytes"), func(t *testing.T) {
			t.Parallel()
			s := respondInTurn(fakeResponse{200, whole[:at]}, fakeResponse{200, whole[:at]}, fakeResponse{200, whole})
			stock, err := s.newClient(t).Store.List(t.Context(), virtpos.StoreQuery{})
			require.NoError(t, err)
			assert.Len(t, stock.Warehouses[0].Rows, 1)
			assert.Len(t, s.sentRequests(), 3)

			s = respondInTurn(fakeResponse{200, whole[:at]})
			var last error
			for _, last = range s.newClient(t).Store.All(t.Context(), virtpos.StoreQuery{}) {
			}
			require.ErrorIs(t, last, io.ErrUnexpectedEOF)
			require.ErrorIs(t, last, shelfwire.ErrMalformed)
			assert.Equal(t, at == len(whole)-1, len(s.sentRequests()) == 1, "the row had come whole")
		})
	}
}

// An empty list is a stock without rows. A missing list, or one that lacks announced rows, is an error.
func TestStoreService_List_EmptyStock(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`<root><success>1</success><type>store</type><warehouses/></root>`:                              "",
		`{"success":1,"type":"store","warehouses":[]}`:                                                  "",
		`{"success":1,"type":"store","count":0,"warehouses":[]}`:                                        "",
		`{"success":1,"type":"store"}`:                                                                  "no list of warehouses",
		`{"success":1,"type":"store","warehouses":null}`:                                                "no list of warehouses",
		`{"success":1,"type":"store","warehouses":""}`:                                                  "no list of warehouses",
		`{"success":1,"type":"store","warehouses":"none"}`:                                              "no list of warehouses",
		`{"success":1,"type":"store","warehouses":false}`:                                               "no list of warehouses",
		`{"success":1,"type":"store","warehouses":{"error":"query timeout"}}`:                           "without an id",
		`{"success":1,"type":"warehouse","warehouses":[]}`:                                              "not store",
		`<root><success>1</success><type>store</type><warehouses>none</warehouses></root>`:              "none",
		`<root><success>1</success><type>store</type><count>37</count><warehouses></warehouses></root>`: "counts 37",
	} {
		s := respondInTurn(fakeResponse{200, body})
		stock, err := s.newClient(t).Store.List(t.Context(), virtpos.StoreQuery{})
		if want == "" {
			require.NoError(t, err, body)
			assert.Empty(t, stock.Warehouses)
			continue
		}
		require.ErrorIs(t, err, shelfwire.ErrMalformed, body)
		require.ErrorContains(t, err, want, body)
		assert.Equal(t, strings.Contains(body, "37"), errors.Is(err, shelfwire.ErrIncomplete))
		assert.Len(t, s.sentRequests(), 2, "it is asked again once")
	}
}

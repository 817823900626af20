package virtpos_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

const withGaps = `<type>store</type><warehouses><warehouse><id>1</id><items><item><id>7</id><price>1 126.00</price></item>` +
	`<item><quantity>5</quantity></item><item><id>8</id></item></items></warehouse><warehouse><id>2</id><name><b>x</b></name>` +
	`<items><item><id>x</id></item></items></warehouse></warehouses>`

// Rows without an id are skipped, and listed at the end of the loop.
func TestStoreService_All_Gaps(t *testing.T) {
	t.Parallel()
	var rows []string
	var last error
	for row, err := range respondInTurn(successResponse(withGaps)).newClient(t).Store.All(t.Context(), virtpos.StoreQuery{}) {
		if last = err; err == nil {
			rows = append(rows, fmt.Sprint(row.ItemID, row.Unread))
		}
	}
	assert.Equal(t, []string{"7 [{price 1 126.00}]", "8 []"}, rows)
	assertGaps(t, last)
	for range respondInTurn(successResponse(withGaps)).newClient(t).Store.All(t.Context(), virtpos.StoreQuery{}) {
		break // and nothing is yielded after that
	}

	stock, err := respondInTurn(successResponse(withGaps)).newClient(t).Store.List(t.Context(), virtpos.StoreQuery{})
	assertGaps(t, err)
	require.Len(t, stock.Warehouses, 2)
	assert.Len(t, stock.Warehouses[0].Rows, 2)
	assert.Equal(t, "[] [{name <b>x</b>}]", fmt.Sprint(stock.Warehouses[0].Unread, stock.Warehouses[1].Unread))
}

func assertGaps(t *testing.T, err error) {
	t.Helper()
	var gaps *virtpos.GapsError
	require.ErrorAs(t, err, &gaps)
	require.ErrorIs(t, err, shelfwire.ErrIncomplete)
	require.EqualError(t, err, `virtpos: Store.List: incomplete: rows without an id that can be read were left out: 2, first `+
		`warehouse 1, row 2: quantity "5"`)
	assert.Equal(t, []virtpos.Gap{
		{WarehouseID: 1, Position: 2, Unread: []shelfwire.Unread{{Field: "quantity", Raw: "5"}}},
		{WarehouseID: 2, Position: 1, Unread: []shelfwire.Unread{{Field: "id", Raw: "x"}}},
	}, gaps.Gaps)
}

// After a retry, gaps and rows are those of the last response.
func TestStoreService_List_GapsOfLastResponse(t *testing.T) {
	t.Parallel()
	whole := successResponse(withGaps)
	_, err := respondInTurn(fakeResponse{200, whole.body[:len(whole.body)-9]}, whole).newClient(t).Store.List(t.Context(), virtpos.StoreQuery{})
	assertGaps(t, err)
	stock, err := respondInTurn(fakeResponse{200, whole.body[:len(whole.body)-9]}, successResponse(twoShops)).newClient(t).Store.List(t.Context(), virtpos.StoreQuery{})
	require.NoError(t, err)
	assert.Len(t, stock.Warehouses, 2)
}

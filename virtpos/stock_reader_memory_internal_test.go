package virtpos

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

// Memory stays constant while a large stock is streamed.
func TestReadStock_Memory(t *testing.T) {
	const most = 4 << 20
	before := clienttest.LiveHeap()
	rows, highest := 0, uint64(0)
	body := &countingReader{Reader: newStockBody(streamedItems, false)}
	require.NoError(t, readStock(listSource{body: body, itemDone: func() {}}, StoreQuery{}, stockSink{
		addWarehouse: func(WarehouseStock) {},
		addRow: func(StockRow) bool {
			if rows++; rows%(streamedItems/10) == 0 {
				highest = max(highest, clienttest.LiveHeap())
			}
			return true
		},
	}))
	assert.Equal(t, streamedItems, rows)
	assert.Greater(t, body.n, int64(400*streamedItems))
	assert.Less(t, highest, before+most)
}

// An endless item stops at the bound of the body, which starts anew with each item.
func TestReadStock_EndlessItem(t *testing.T) {
	t.Parallel()
	const limit = 1 << 20
	padding := strings.Repeat("x", limit/2)
	for name, document := range map[string]string{
		"XML": wrapXML("<item><id>1</id><name>" + padding + "</name></item>" +
			"<item><id>2</id><name>" + padding + "</name></item>"),
		"JSON": wrapJSON(`[{"id":1,"name":"` + padding + `"},{"id":2,"name":"` + padding + `"}]`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := &boundedReader{Reader: strings.NewReader(document), limit: limit}
			var c stockCollector
			require.NoError(t, readStock(listSource{body: body, itemDone: func() { body.n = 0 }}, StoreQuery{}, c.newSink()))
			assert.Len(t, c.rows, 2)

			cut := strings.LastIndex(document, padding)
			endlessly := io.MultiReader(strings.NewReader(document[:cut]), newEndlessReader("x"))
			body = &boundedReader{Reader: endlessly, limit: limit}
			c = stockCollector{}
			err := readStock(listSource{body: body, itemDone: func() { body.n = 0 }}, StoreQuery{}, c.newSink())
			require.ErrorIs(t, err, shelfwire.ErrTooLarge)
			require.ErrorContains(t, err, "warehouse 3, row 2")
			assert.Len(t, c.rows, 1)
		})
	}
}

// boundedReader bounds each item like the body of a streamed response.
type boundedReader struct {
	io.Reader
	n, limit int
}

func (r *boundedReader) Read(p []byte) (int, error) {
	if r.n > r.limit {
		return 0, fmt.Errorf("%w: an item", shelfwire.ErrTooLarge)
	}
	n, err := r.Reader.Read(p)
	r.n += n
	return n, err
}

type countingReader struct {
	io.Reader
	n int64
}

func (r *countingReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.n += int64(n)
	return n, err
}

package resico

import (
	"reflect"
	"strconv"
	"testing"

	"github.com/google/go-querystring/query"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestNextWindow(t *testing.T) {
	t.Parallel()
	assert.Equal(t, window{limit: 100, page: 1}, nextWindow(0, 100))
	assert.Equal(t, window{limit: 99, page: 2}, nextWindow(100, 100))
	assert.Equal(t, window{limit: 10, page: 253}, nextWindow(2520, 10), "every limit up to 10 divides 2520")
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(20, 500).Draw(t, "size")
		cursor := rapid.IntRange(1, 2_000_000).Draw(t, "cursor")
		w := nextWindow(cursor, size)
		if w.limit > size || w.offset() >= cursor || w.offset()+w.limit <= cursor {
			t.Fatalf("page %d of %d rows does not overlap at %d", w.page, w.limit, cursor)
		}
	})
}

// What overlapping costs: at most a fifth more requests from a size of 57 on, and two fifths from 20 on.
func TestNextWindow_Requests(t *testing.T) {
	t.Parallel()
	for size := 20; size <= 500; size++ {
		most := 14
		if size >= 57 {
			most = 12
		}
		requests, cursor := 1, size
		for cursor < 60*size {
			w := nextWindow(cursor, size)
			require.Less(t, w.offset(), cursor)
			require.LessOrEqual(t, w.limit, size)
			requests++
			pages := cursor/size + 1 // that a catalogue of one row more than cursor has
			require.LessOrEqual(t, 10*requests, most*pages+20, "size %d, row %d", size, cursor)
			cursor = w.page * w.limit
		}
	}
}

// A row is recent while it is among the rows delivered last: 200, or two pages.
func TestLedger(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 100, 101, 300} {
		var l ledger
		assert.Equal(t, -1, l.lastIn([]Product{{SKU: "0"}}, size))
		for i := range 1000 {
			require.True(t, l.add(strconv.Itoa(i)))
		}
		assert.False(t, l.add("0"), "also long ago")
		assert.Equal(t, "999", l.newest)
		oldest := 1000 - max(200, 2*size)
		rows := []Product{{SKU: "x"}, {SKU: strconv.Itoa(oldest)}, {SKU: ""}, {SKU: strconv.Itoa(oldest - 1)}}
		assert.Equal(t, 1, l.lastIn(rows, size))
		rows = append(rows, Product{SKU: "999"}, Product{SKU: "y"})
		assert.Equal(t, 4, l.lastIn(rows, size))
		assert.Equal(t, -1, l.lastIn(rows[2:4], size))
	}
}

func TestSearch_Next(t *testing.T) {
	t.Parallel()
	looked := func(s search) (pages []int) {
		s.looked = map[int]bool{}
		for page, ok := s.next(); ok; page, ok = s.next() {
			pages = append(pages, page)
			s.looked[page] = true
		}
		return pages
	}
	assert.Equal(t, []int{20, 19, 21, 18, 22, 17, 23, 16, 24, 15, 25, 14, 26, 13, 27, 12}, looked(search{origin: 20}))
	assert.Equal(t, []int{2, 1, 3, 4, 5}, looked(search{origin: 2, top: 5}))
	assert.Equal(t, []int{5, 4, 3, 2, 1}, looked(search{origin: 7, top: 5}))
	assert.Equal(t, []int{1}, looked(search{origin: 9, top: 1}))
}

// go-querystring drops what it does not know without a word, so every parameter must show up in the query.
func TestEveryParameterIsEncoded(t *testing.T) {
	t.Parallel()
	full := listParams{Limit: 1, Page: 2, Order: "SKU desc", Return: []ProductField{ProductSKU, ProductName}}
	values, err := query.Values(full)
	require.NoError(t, err)
	fields := reflect.TypeOf(full)
	require.Equal(t, fields.NumField(), len(values))
	for i := range fields.NumField() {
		require.False(t, reflect.ValueOf(full).Field(i).IsZero(), "the test must set %s", fields.Field(i).Name)
	}
	for name, value := range values {
		assert.NotEmpty(t, value[0], name)
	}
	assert.Equal(t, "SKU,Name", values.Get("return"))
}

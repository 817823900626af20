package resico

import (
	"reflect"
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

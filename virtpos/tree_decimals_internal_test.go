package virtpos

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
)

// A number is the same with a cache and without one, however often it comes.
func TestDecimalCache_Parse(t *testing.T) {
	t.Parallel()
	cache := new(decimalCache)
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOf(rapid.StringMatching(`[-+]?[0-9]{0,12}(\.[0-9]{0,6})?(e-?[0-9]{1,2})?|[ x\x00]{0,3}`)).Draw(t, "texts")
		for _, text := range append(texts, texts...) {
			want, err := shelfwire.ParseDecimal(text)
			for _, c := range []*decimalCache{nil, cache} {
				got, ok := c.parse([]byte(text))
				require.Equal(t, err == nil, ok, "%q", text)
				require.Equal(t, want.String(), got.String(), "%q", text)
			}
		}
	})
}

func TestDecimalCache_Parse_Length(t *testing.T) {
	cache := new(decimalCache)
	for range 2 {
		for _, text := range []string{"1", "1\x00", "", "1234567890.1234", "1234567890.12345", "1234567890.123456"} {
			got, ok := cache.parse([]byte(text))
			want, err := shelfwire.ParseDecimal(text)
			assert.Equal(t, err == nil, ok, "%q", text)
			assert.Equal(t, want.String(), got.String(), "%q", text)
		}
	}
	assert.Zero(t, testing.AllocsPerRun(10, func() { cache.parse([]byte("1234567890.1234")) }))
}

// Rows of a long stream have their own numbers, before the cache begins and after it.
func TestReadStock_NumbersOfLongStream(t *testing.T) {
	t.Parallel()
	const rows = 4 * cacheAfter
	var items strings.Builder
	for i := range rows {
		fmt.Fprintf(&items, `<item><id>%d</id><quantity>%d.000</quantity><price>%d.%02d</price><cogs>x%d</cogs></item>`, i+1, i%100, i%7, i%100, i)
	}
	c, err := collectStock(wrapXML(items.String()))
	require.NoError(t, err)
	require.Len(t, c.rows, rows)
	for i, row := range c.rows {
		require.Equal(t, fmt.Sprintf("%d.000", i%100), row.OnHand.String())
		require.Equal(t, fmt.Sprintf("%d.%02d", i%7, i%100), row.Price.String())
		require.True(t, row.COGS.IsZero())
		require.Len(t, row.Unread, 1)
	}
}

package resico

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The memory of a walk is bounded: the oldest rows are forgotten, one for each that is added.
func TestRecentSKUs_Forgets(t *testing.T) {
	t.Parallel()
	var l recentSKUs
	sku := func(i int) string { return fmt.Sprintf("SKU-%06d", i) }
	for i := range 3*maxRemembered + 7 {
		require.True(t, l.add(sku(i)))
		require.LessOrEqual(t, len(l.ordinals), maxRemembered)
	}
	assert.Len(t, l.skus, maxRemembered)
	assert.False(t, l.add(sku(2*maxRemembered+7)), "the oldest that is remembered")
	assert.True(t, l.add(sku(2*maxRemembered+6)), "the newest that is forgotten")
	assert.Equal(t, sku(2*maxRemembered+6), l.newest)
	assert.Equal(t, 0, l.lastIndex([]Product{{SKU: sku(3*maxRemembered + 6)}}, 1))
	assert.Equal(t, -1, l.lastIndex([]Product{{SKU: sku(2*maxRemembered + 100)}}, 1), "known, and not recent")
}

// A row is recent while it is among the rows delivered last: 200, or two pages.
func TestRecentSKUs_LastIndex(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 100, 101, 300} {
		var l recentSKUs
		assert.Equal(t, -1, l.lastIndex([]Product{{SKU: "0"}}, size))
		for i := range 1000 {
			require.True(t, l.add(strconv.Itoa(i)))
		}
		assert.False(t, l.add("0"), "also long ago")
		assert.Equal(t, "999", l.newest)
		oldest := 1000 - max(200, 2*size)
		rows := []Product{{SKU: "x"}, {SKU: strconv.Itoa(oldest)}, {SKU: ""}, {SKU: strconv.Itoa(oldest - 1)}}
		assert.Equal(t, 1, l.lastIndex(rows, size))
		rows = append(rows, Product{SKU: "999"}, Product{SKU: "y"})
		assert.Equal(t, 4, l.lastIndex(rows, size))
		assert.Equal(t, -1, l.lastIndex(rows[2:4], size))
	}
}

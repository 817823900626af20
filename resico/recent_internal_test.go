package resico

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The memory of a walk does not grow with the catalogue: the oldest rows are forgotten, one for each that is added.
func TestLedger_Forgets(t *testing.T) {
	t.Parallel()
	var l ledger
	sku := func(i int) string { return fmt.Sprintf("SKU-%06d", i) }
	for i := range 3*maxKnown + 7 {
		require.True(t, l.add(sku(i)))
		require.LessOrEqual(t, len(l.ordinals), maxKnown)
	}
	assert.Len(t, l.skus, maxKnown)
	assert.False(t, l.add(sku(2*maxKnown+7)), "the oldest that is remembered")
	assert.True(t, l.add(sku(2*maxKnown+6)), "the newest that is forgotten")
	assert.Equal(t, sku(2*maxKnown+6), l.newest)
	assert.Equal(t, 0, l.lastIn([]Product{{SKU: sku(3*maxKnown + 6)}}, 1))
	assert.Equal(t, -1, l.lastIn([]Product{{SKU: sku(2*maxKnown + 100)}}, 1), "known, and not recent")
}

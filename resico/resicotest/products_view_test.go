package resicotest

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire/resico"
)

// Results of queries are kept, so that a walk sorts the catalogue once, and their number is bounded.
func TestCatalogue_MatchingRows_Kept(t *testing.T) {
	t.Parallel()
	var c catalogue
	for i := range 10 {
		c.put(&row{Product: Product{Product: resico.Product{SKU: strconv.Itoa(i)}}}, time.Now())
	}
	key := viewKey{order: resico.ProductSKU}
	first := c.matchingRows(key)
	assert.Same(t, &first[0], &c.matchingRows(key)[0])
	for i := range 10 * maxViews {
		c.matchingRows(viewKey{order: resico.ProductSKU, skus: strconv.Itoa(i)})
	}
	assert.LessOrEqual(t, len(c.views), maxViews)
}

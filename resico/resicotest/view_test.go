package resicotest

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire/resico"
)

// A walk must not sort the catalogue for every page, and many queries must not fill the memory.
func TestViewsAreKept(t *testing.T) {
	t.Parallel()
	var c catalogue
	for i := range 10 {
		c.put(&row{Product: Product{Product: resico.Product{SKU: strconv.Itoa(i)}}}, time.Now())
	}
	key := viewKey{order: resico.ProductSKU}
	first := c.view(key)
	assert.Same(t, &first[0], &c.view(key)[0])
	for i := range 10 * maxViews {
		c.view(viewKey{order: resico.ProductSKU, skus: strconv.Itoa(i)})
	}
	assert.LessOrEqual(t, len(c.views), maxViews)
}

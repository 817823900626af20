package apinames_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire/internal/apinames"
)

func TestIsKnown(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"Products": true, "unit_price_net": true, "SKU": true, "@id": true, "$filter": true, "$OrderBy": true, "q": true,
		"Kowalski": false, "@Kowalski": false, "filter[status]": false, "żółw": false,
	} {
		assert.Equal(t, want, apinames.IsKnown(name), name)
	}
}

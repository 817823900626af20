package resico

import (
	"reflect"
	"testing"

	"github.com/google/go-querystring/query"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// go-querystring drops unknown types silently, so every parameter must show up in the query.
func TestListParams_Encode(t *testing.T) {
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

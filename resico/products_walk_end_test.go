package resico_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// A walk ends although the server sends the same rows without a SKU for every page, and no paginator.
func TestProductsService_All_EndsWithoutSKUs(t *testing.T) {
	t.Parallel()
	for _, rows := range []string{`{"SKU":"A"},{"SKU":null}`, `{"SKU":null}`, `{"error":"x"}`, `"x"`} {
		calls := 0
		transport := httpmock.NewMockTransport()
		transport.RegisterNoResponder(func(*http.Request) (*http.Response, error) {
			calls++
			return httpmock.NewStringResponse(200, `{"status":"ok","type":"Products","Products":{"data":[`+rows+`]}}`), nil
		})
		client, err := resico.New(resico.Credentials{ClientCode: shelfwire.NewSecret("code-1"), ClientKey: shelfwire.NewSecret("key-1")}, &shelfwire.Options{
			HTTPClient: &http.Client{Transport: transport}, Limiter: shelfwire.Unlimited,
		})
		require.NoError(t, err)
		changes := client.Products.ChangedSince(t.Context(), time.Time{}, resico.ProductQuery{})
		var last error
		for _, err := range changes.All() {
			last = err
		}
		require.ErrorIs(t, last, shelfwire.ErrIncomplete, rows)
		assert.LessOrEqual(t, calls, 20, rows)
	}
}

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

// A server that filters pages after it has cut them, and counts pages by what is left, shows an end that is too early.
// One page that is not full tells, also when a single row or none of it is left.
func TestProductsService_All_ReadsBehindAnEndThatIsCountedAfterFiltering(t *testing.T) {
	t.Parallel()
	for shown := range 3 { // rows of page 2
		s := &shelf{rows: numberedSKUs(35), hidden: map[string]bool{}}
		for _, sku := range s.rows[10+shown : 20] {
			s.hidden[sku] = true
		}
		s.tell = func(p map[string]any, _ int) { // 25 to 27 rows are three pages, and there are four
			delete(p, "total")
			p["last_page"] = 3
		}
		seen := 0
		for _, err := range s.newClient(t).Products.All(t.Context(), resico.ProductQuery{PageSize: 10}) {
			require.NoError(t, err)
			seen++
		}
		assert.Equal(t, 25+shown, seen, "with %d rows on page 2", shown)
	}
}

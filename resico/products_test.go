package resico_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/resico"
)

// productsBody is a response of the product list with the given rows.
func productsBody(rows string) string {
	return `{"status":"ok","time":"2026-03-20T09:31:42+02:00","type":"Products",
		"Products":{"current_page":1,"last_page":1,"per_page":100,"total":1,"data":` + rows + `}}`
}

func TestProductsService_All_RowForms(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		row   string
		check func(t *testing.T, p resico.Product)
	}{
		"nothing but a SKU": {`{"SKU":"A"}`, func(t *testing.T, p resico.Product) {
			assert.True(t, p.Price.IsZero(), "absent, not zero")
			assert.True(t, p.Active.IsZero())
			assert.True(t, p.Balance.IsZero())
			assert.True(t, p.Balance.Totals.IsZero())
		}},
		"an empty balance as PHP writes it": {`{"SKU":"A","Balance":[]}`, func(t *testing.T, p resico.Product) {
			assert.False(t, p.Balance.IsZero(), "there is a balance, and it has no locations")
			assert.Empty(t, p.Balance.Locations)
			assert.True(t, p.Balance.Totals.IsZero(), "no total is not a total of zero")
		}},
		"quantities in quotes": {`{"SKU":"A","Balance":{"L1":"2.000","Totals":"2.000"}}`, func(t *testing.T, p resico.Product) {
			assert.Equal(t, "2.000", p.Balance.Locations["L1"].String())
			assert.Equal(t, "2.000", p.Balance.Totals.String())
		}},
		"a quantity that is null": {`{"SKU":"A","Balance":{"L1":null,"L2":1,"Totals":null}}`, func(t *testing.T, p resico.Product) {
			assert.Len(t, p.Balance.Locations, 1, "null is not zero")
			assert.True(t, p.Balance.Totals.IsZero())
		}},
		"a balance that is null": {`{"SKU":"A","Balance":null}`, func(t *testing.T, p resico.Product) {
			assert.True(t, p.Balance.IsZero())
		}},
		"a price in quotes, with its scale": {`{"SKU":"A","Price":"12.5000"}`, func(t *testing.T, p resico.Product) {
			assert.Equal(t, "12.5000", p.Price.String())
		}},
		"a price that is null": {`{"SKU":"A","Price":null}`, func(t *testing.T, p resico.Product) {
			assert.True(t, p.Price.IsNull())
			_, ok := p.Price.Get()
			assert.False(t, ok)
		}},
		"a SKU that is a number": {`{"SKU":1000010,"Active":1}`, func(t *testing.T, p resico.Product) {
			assert.Equal(t, "1000010", p.SKU)
			assert.True(t, p.Active.Or(false))
		}},
		"a long number": {`{"SKU":"A","Price":12345678901234567890.123456789}`, func(t *testing.T, p resico.Product) {
			assert.Equal(t, "12345678901234567890.123456789", p.Price.String())
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, rows := range []string{"[" + tc.row + "]", `{"0":` + tc.row + `}`} {
				client := newHandlerClient(t, func(w http.ResponseWriter, _ *http.Request) { writeBody(w, productsBody(rows)) })
				pages := collectPages(t, client, resico.ProductQuery{})
				require.Len(t, pages[0].Products, 1)
				tc.check(t, pages[0].Products[0])
			}
		})
	}
}

func quoteText(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

func TestProductsService_All_LargestPrefetch(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: numberedSKUs(300)}
	seen, err := collectSKUs(t.Context(), s.newClient(t), resico.ProductQuery{Prefetch: 100})
	require.NoError(t, err)
	assert.Equal(t, s.rows, seen)
}

func TestProductsService_Get(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		body     string
		want     string // "" for none
		kind     error
		text     string
		requests int
	}{
		"the product":       {productsBody(`[{"SKU":"A-1","Name":"Mug"}]`), "Mug", nil, "", 1},
		"among others":      {productsBody(`[{"SKU":"a-1","Name":"Cup"},{"SKU":"A-1","Name":"Mug"}]`), "Mug", nil, "", 1},
		"in other letters":  {productsBody(`[{"SKU":"a-1 ","Name":"Cup"},{"SKU":"a-1","Name":"Mug"}]`), "Cup", nil, "", 1},
		"none":              {successBody("Products", `{"data":[],"total":0}`), "", shelfwire.ErrNotFound, `no product with SKU "A-1"`, 1},
		"another one":       {productsBody(`[{"SKU":"A-2"}]`), "", shelfwire.ErrMalformed, `"A-2"`, 2},
		"none, but counted": {successBody("Products", `{"data":[],"total":1}`), "", shelfwire.ErrIncomplete, `the server counts 1 products with SKU "A-1", and none came with it`, 2},
		"none with its SKU": {successBody("Products", `{"data":[{"Name":"Mug"}],"total":0}`), "", shelfwire.ErrIncomplete, "the server counts 1 products", 1},
		"another page":      {successBody("Products", `{"data":[],"current_page":2}`), "", shelfwire.ErrMalformed, "page 1 was asked for, and page 2 came", 1},
		"a failure":         {`{"status":"error","message":"no"}`, "", nil, "no", 1},
		"no list":           {successBody("Products", `{"data":null}`), "", shelfwire.ErrMalformed, "", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			provider := &cannedBodies{bodies: []string{tc.body}}
			product, err := provider.newClient(t, nil).Products.Get(t.Context(), "A-1")
			assert.Equal(t, tc.want, product.Name)
			assert.Equal(t, tc.requests, provider.requests)
			if tc.want != "" {
				require.NoError(t, err)
				return
			}
			failed, ok := errors.AsType[*shelfwire.Error](err)
			require.True(t, ok)
			assert.Equal(t, "Products.Get", failed.Op)
			assert.Equal(t, shelfwire.EffectRead, failed.Effect)
			assert.Contains(t, err.Error(), tc.text)
			if tc.kind != nil {
				require.ErrorIs(t, err, tc.kind)
			}
			assert.Equal(t, tc.kind == shelfwire.ErrNotFound || name == "a failure", failed.Outcome == shelfwire.OutcomeRejected)
		})
	}
}

func TestProductsService_Get_Request(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: numberedSKUs(300)}
	product, err := s.newClient(t).Products.Get(t.Context(), s.rows[250])
	require.NoError(t, err)
	assert.Equal(t, s.rows[250], product.SKU)
	assert.Equal(t, []string{"limit=100&order=SKU%20desc&page=1"}, s.requests)
	for _, sku := range []string{"", " ", "A;B", ">A", "=A", "!A", "<A"} {
		_, err := s.newClient(t).Products.Get(t.Context(), sku)
		clienttest.AssertRejected(t, err, "SKU")
		if strings.TrimSpace(sku) != "" {
			require.ErrorContains(t, err, "Products.Balance", "it names the way")
		}
	}
	assert.Len(t, s.requests, 1)
}

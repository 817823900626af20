package resicotest_test

import (
	"bytes"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

// The client reads the other forms of responses that servers of this kind are known for.
func TestServer_Fail_EditedForms(t *testing.T) {
	t.Parallel()
	status := func(body []byte) []byte {
		return bytes.Replace(body, []byte(`"status":"ok"`), []byte(`"status":"OK"`), 1)
	}
	noDate := func(body []byte) []byte {
		return bytes.ReplaceAll(body, []byte(`"0000-00-00"`), []byte(`"-0001-11-30T00:00:00+01:36"`))
	}
	for name, tc := range map[string]struct {
		edit func([]byte) []byte
		want string
	}{
		"another word":    {status, `{"status":"OK","time":`},
		"no date":         {noDate, `"PaymentDueDate":"-0001-11-30T00:00:00+01:36"`},
		"quoted numbers":  {quoteNumbers, `"ExchangeRate":"1","`},
		"quotes in texts": {quoteNumbers, `"Notes":"10 \\\" pans"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newTill(t)
			srv.Fail(faults.Edit(tc.edit).Always())
			_, body := sendRequest(t, srv, http.MethodPut, "/salesinvoice", `{"CustomerCode": "1", "Notes": "10 \\\" pans"}`)
			assert.Contains(t, body, tc.want)
			inv, err := srv.Client(nil).Invoices.Create(t.Context(), resico.NewInvoice{CustomerCode: "1"})
			require.NoError(t, err)
			assert.EqualValues(t, 2, inv.ID)
			assert.True(t, inv.PaymentDueDate.IsZero())
			assert.Equal(t, "1", inv.ExchangeRate.String())
			assert.Empty(t, inv.Unread)
		})
	}
}

// quoteNumbers puts the numbers of a JSON text into quotes.
func quoteNumbers(text []byte) []byte {
	quoted := make([]byte, 0, 2*len(text))
	inText, inNumber := false, false
	for i, c := range text {
		isDigit := !inText && (c >= '0' && c <= '9' || c == '-' || inNumber && (c == '.' || c == 'e' || c == '+'))
		if isDigit != inNumber {
			quoted = append(quoted, '"')
			inNumber = isDigit
		}
		if c == '"' && (!inText || !isEscaped(text[:i])) {
			inText = !inText
		}
		quoted = append(quoted, c)
	}
	return quoted
}

// isEscaped reports whether an odd number of backslashes stands at the end of text.
func isEscaped(text []byte) bool {
	n := len(text)
	for n > 0 && text[n-1] == '\\' {
		n--
	}
	return (len(text)-n)%2 == 1
}

func TestServer_SetIgnoreFilter(t *testing.T) {
	t.Parallel()
	srv := newServerAt(t, "2026-03-20 10:00:00")
	srv.AddProducts(resicotest.Product{Product: newProduct("A")}, resicotest.Product{Product: newProduct("B")})
	filter := `{"SKU": "A", "Updated": ">2027-01-01 00:00:00"}`
	assert.Empty(t, listProducts(t, srv, "", filter).Data)
	srv.SetIgnoreFilter(true)
	assert.Equal(t, "A B", listProducts(t, srv, "", filter).joinSKUs(t))
	for _, err := range srv.Client(nil).Products.All(t.Context(), resico.ProductQuery{SKUs: []string{"A"}}) {
		require.ErrorIs(t, err, shelfwire.ErrMalformed)
		assert.ErrorContains(t, err, `not asked for: "B"`)
	}
	srv.SetIgnoreFilter(false)
	assert.Empty(t, listProducts(t, srv, "", filter).Data)
}

func TestServer_SetHidden(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	addNumbered(srv, 5)
	srv.SetHidden(func(sku string) bool { return sku != "P000002" })
	assert.Empty(t, listProducts(t, srv, "?limit=2&page=1&order=SKU%20desc", "").Data)
	second := listProducts(t, srv, "?limit=2&page=2&order=SKU%20desc", "")
	assert.Equal(t, "P000002", second.joinSKUs(t))
	assert.Equal(t, 5, second.Total)
	srv.SetHidden(nil)
	assert.Len(t, listProducts(t, srv, "", "").Data, 5)
}

func TestServer_SetBlankBalance(t *testing.T) {
	t.Parallel()
	srv := newServerAt(t, "2026-03-20 10:00:00")
	srv.AddProducts(newStockedProduct("A", map[string]shelfwire.Decimal{"L1": shelfwire.NewDecimal(3), "L2": shelfwire.NewDecimal(4)}))
	setClock(t, srv, "2026-03-20 11:00:00")
	srv.SetBlankBalance("A", "L1")
	srv.SetBlankBalance("A", "L3")
	_, body := sendRequest(t, srv, http.MethodPost, "/products", `{"Updated": ">2026-03-20 10:30:00"}`)
	assert.Contains(t, body, `"Balance":{"L1":"","L2":4,"L3":"","Totals":7}`)

	changes := srv.Client(nil).Products.ChangedSince(t.Context(), time.Time{}, resico.ProductQuery{})
	for p, err := range changes.All() {
		require.NoError(t, err)
		_, ok := p.Balance.At("L1")
		assert.False(t, ok)
	}
	require.Len(t, changes.Gaps(), 1)
	assert.Equal(t, "A", changes.Gaps()[0].SKU)

	srv.SetBalance("A", "L1", shelfwire.NewDecimal(5))
	_, body = sendRequest(t, srv, http.MethodPost, "/products", `{}`)
	assert.Contains(t, body, `"Balance":{"L1":5,"L2":4,"L3":"","Totals":9}`)
	assert.Panics(t, func() { srv.SetBlankBalance("B", "L1") })
}

// The 404 for an unknown URL comes from the framework and differs from that for an unknown product.
func TestServer_NotFound(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	_, err := srv.Client(nil).Products.Balance(t.Context(), "A")
	require.ErrorIs(t, err, shelfwire.ErrNotFound)
	wrong := srv.Client(&shelfwire.Options{BaseURL: srv.URL() + "/v2"})
	_, err = wrong.Products.Balance(t.Context(), "A")
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	assert.False(t, errors.Is(err, shelfwire.ErrNotFound))
}

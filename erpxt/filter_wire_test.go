package erpxt_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

// roundTrip is a transport without a network.
type roundTrip func(*http.Request) string

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.WriteString(f(r))
	return w.Result(), nil
}

func TestFilter_InTheURL(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		in   erpxt.Filter
		want string // what begins the query
	}{
		{"none", erpxt.Filter{}, "$orderby="},
		{"spaces", erpxt.ProductID.Ge(100), "$filter=Id%20ge%20100&"},
		{"quotes", erpxt.ProductName.Eq("O'Neil"), "$filter=Name%20eq%20%27O%27%27Neil%27&"},
		{
			"reserved in URLs", erpxt.ProductName.Eq("a+b&c=d#e?f%20$g"),
			"$filter=Name%20eq%20%27a%2Bb%26c%3Dd%23e%3Ff%2520$g%27&",
		},
		{"Polish", erpxt.ProductName.Eq("żółć"), "$filter=Name%20eq%20%27%C5%BC%C3%B3%C5%82%C4%87%27&"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var sent string
			client := clientOver(t, func(r *http.Request) string {
				if strings.HasSuffix(r.URL.Path, "/token") {
					return `{"access_token":"t","token_type":"bearer","expires":600}`
				}
				sent = r.URL.RawQuery
				return `[]`
			})
			_, err := client.Products.List(t.Context(), erpxt.ProductQuery{Filter: tc.in})
			require.NoError(t, err)
			assert.True(t, strings.HasPrefix(sent, tc.want), sent)
		})
	}
}

func TestFilter_InvalidIsNotSent(t *testing.T) {
	t.Parallel()
	client := clientOver(t, func(r *http.Request) string {
		t.Errorf("%s %s was sent", r.Method, r.URL)
		return `[]`
	})
	query := erpxt.ProductQuery{Filter: erpxt.TextField("").Eq("x").And(erpxt.ProductID.Gt(1))}
	_, err := client.Products.List(t.Context(), query)
	assertFilterRejected(t, err)
	for _, err := range client.Products.All(t.Context(), query) {
		assertFilterRejected(t, err)
	}
}

func assertFilterRejected(t *testing.T, err error) {
	t.Helper()
	require.ErrorIs(t, err, shelfwire.ErrInvalid)
	assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
	field, ok := errors.AsType[*shelfwire.FieldError](err)
	require.True(t, ok)
	assert.Equal(t, "Filter", field.Field)
	assert.ErrorContains(t, err, `Filter names a field "", which is not a name`)
}

// A filter by name finds that product alone, under any name.
func TestFilter_OddNames(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	client := srv.Client(nil)
	for i, name := range intruders {
		if utf8.ValidString(name) {
			srv.AddProducts(erpxt.Product{
				ID: int64(i + 1), Name: name, UnitOfMeasurement: "szt.", Rate: erpxt.VAT23,
			})
		}
	}
	for i, name := range intruders {
		if !utf8.ValidString(name) {
			continue
		}
		found, err := client.Products.List(t.Context(), erpxt.ProductQuery{Filter: erpxt.ProductName.Eq(name)})
		require.NoError(t, err, name)
		require.Len(t, found, 1, name)
		assert.Equal(t, int64(i+1), found[0].ID, name)
	}
}

// The fake reads filters with a parser of its own: every operator finds what it should.
func TestFilter_Matches(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	client := srv.Client(nil)
	n := shelfwire.MustDecimal
	for i, gross := range []string{"50", "199.99", "250", "300", "300.01"} {
		srv.AddProducts(erpxt.Product{
			ID: int64(i + 1), Name: fmt.Sprintf("N%d", i+1), UnitOfMeasurement: "szt.",
			Rate: []erpxt.VATRate{erpxt.VAT23, erpxt.VATNotTaxable}[i%2], SaleGrossPrice: shelfwire.Set(n(gross)),
		})
	}
	gross := erpxt.ProductSaleGrossPrice
	for _, tc := range []struct {
		name string
		in   erpxt.Filter
		want []int64
	}{
		{"range", gross.Ge(n("199.99")).And(gross.Le(n("300"))), []int64{2, 3, 4}},
		{"open range", gross.Gt(n("199.99")).And(gross.Lt(n("300"))), []int64{3}},
		{"equal in another scale", gross.Eq(n("50.00")), []int64{1}},
		{"not", erpxt.Not(gross.Ge(n("250"))), []int64{1, 2}},
		{"not of not", erpxt.Not(erpxt.Not(gross.Ge(n("250")))), []int64{3, 4, 5}},
		{"and before or", erpxt.ProductID.Eq(5).Or(erpxt.ProductID.Gt(1).And(erpxt.ProductID.Lt(3))), []int64{2, 5}},
		{"or inside and", erpxt.ProductID.Eq(5).Or(erpxt.ProductID.Eq(1)).And(gross.Lt(n("300"))), []int64{1}},
		{"rate", erpxt.ProductRate.Eq(erpxt.VATNotTaxable), []int64{2, 4}},
		{"other rate", erpxt.ProductRate.Ne(erpxt.VATNotTaxable), []int64{1, 3, 5}},
		{"text from", erpxt.ProductName.Ge("N4"), []int64{4, 5}},
		{"null", erpxt.ProductName.IsNull(), []int64{}},
		{"not null", erpxt.ProductName.IsNotNull().And(erpxt.ProductID.Ne(2), erpxt.ProductID.Le(3)), []int64{1, 3}},
		{"raw", erpxt.RawFilter("Id eq 1 or Id eq 2").And(erpxt.ProductID.Gt(1)), []int64{2}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			found, err := client.Products.List(t.Context(), erpxt.ProductQuery{Filter: tc.in})
			require.NoError(t, err, tc.in)
			ids := []int64{}
			for _, p := range found {
				ids = append(ids, p.ID)
			}
			assert.Equal(t, tc.want, ids, tc.in)
		})
	}
}

func clientOver(t *testing.T, transport roundTrip) *erpxt.Client {
	t.Helper()
	client, err := erpxt.New(erpxt.Credentials{ClientID: shelfwire.NewSecret("id-123"), ClientSecret: shelfwire.NewSecret("s3cr3t-key")}, &shelfwire.Options{
		HTTPClient: &http.Client{Transport: transport}, Limiter: shelfwire.Unlimited,
	})
	require.NoError(t, err)
	return client
}

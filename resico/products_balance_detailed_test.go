package resico_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/resico"
)

// The balance of another product is never taken for that of the one asked for.
func TestProductsService_Balance_OtherSKU(t *testing.T) {
	t.Parallel()
	const echo = `"fields":{"SKU":"1000010"},"type"`
	for name, tc := range map[string]struct {
		rows, echo string
		want       string // SKU of the balance; "" for an error
		text       string
	}{
		"the SKU":                 {`[{"SKU":"1000010"}]`, "", "1000010", ""},
		"a number":                {`[{"SKU":1000010}]`, "", "1000010", ""},
		"a number with zeros":     {`[{"SKU":1000010.00}]`, "", "1000010", ""},
		"a number, an echo":       {`[{"Balance":[]}]`, `"fields":{"SKU":1000010.0},"type"`, "1000010", ""},
		"a longer one":            {`[{"SKU":"10000101"}]`, "", "", `the balance of "1000010" was asked for, and that of "10000101" came`},
		"a shorter one":           {`[{"SKU":"100001"}]`, "", "", `that of "100001" came`},
		"a longer one, an echo":   {`[{"SKU":"10000101"}]`, echo, "", `that of "10000101" came`},
		"several others":          {`[{"SKU":"A"},{"SKU":"B"}]`, "", "", `that of "A", "B" came`},
		"many others":             {`[{"SKU":"A"},{"SKU":"B"},{"SKU":"C"},{"SKU":"D"},{"SKU":"E"},{"SKU":"F"},{"SKU":"G"}]`, "", "", `"E" and 2 more came`},
		"five others":             {`[{"SKU":"A"},{"SKU":"B"},{"SKU":"C"},{"SKU":"D"},{"SKU":"E"}]`, "", "", `"D", "E" came`},
		"another one before":      {`[{"SKU":"10000101"},{"SKU":"1000010"}]`, "", "1000010", ""},
		"spaces around":           {`[{"SKU":" 1000010 "}]`, "", " 1000010 ", ""},
		"exactly, after spaces":   {`[{"SKU":" 1000010"},{"SKU":"1000010"}]`, "", "1000010", ""},
		"spaces, twice":           {`[{"SKU":" 1000010"},{"SKU":"1000010 "}]`, "", " 1000010", ""},
		"no SKU":                  {`[{"Balance":[]}]`, "", "", `that of "" came`},
		"no SKU, an echo":         {`[{"Balance":[]}]`, echo, "1000010", ""},
		"an unread SKU, an echo":  {`[{"SKU":[],"Balance":[]}]`, echo, "1000010", ""},
		"no SKU twice, an echo":   {`[{"Balance":[]},{"Balance":{"L":1}}]`, echo, "", `that of "", "" came`},
		"no SKU, another's echo":  {`[{"Balance":[]}]`, `"fields":{"SKU":"A"},"type"`, "", `that of "A" came`},
		"one row":                 {`{"SKU":"1000010"}`, "", "1000010", ""},
		"one row of another":      {`{"SKU":"10000101"}`, "", "", `that of "10000101" came`},
		"rows with numbers":       {`{"3":{"SKU":"A"},"7":{"SKU":"1000010"}}`, "", "1000010", ""},
		"a row that is no object": {`["1000010"]`, "", "", `that of "" came`},
		"no list":                 {`null`, "", "", "no list of balances"},
		"an empty text":           {`""`, "", "", "no list of balances"},
		"an error in its place":   {`{"error":"timeout"}`, "", "", "no list of balances"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := successBody("ProductsBalance", `{"data":`+tc.rows+`}`)
			if tc.echo != "" {
				body = `{"status":"ok",` + tc.echo + body[len(`{"status":"ok","time":"2026-03-20T10:30:26+02:00","type"`):]
			}
			provider := &cannedBodies{bodies: []string{body}}
			b, err := provider.newClient(t, nil).Products.Balance(t.Context(), "1000010")
			if tc.text == "" {
				require.NoError(t, err)
				assert.Equal(t, tc.want, b.SKU)
				assert.Equal(t, 1, provider.requests)
				return
			}
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			require.ErrorContains(t, err, tc.text)
			assert.Empty(t, b.SKU)
			assert.Equal(t, 2, provider.requests, "read again once")
		})
	}
}

// Letters that are not UTF-8 are no letters that could be the same.
func TestProductsService_Balance_Letters(t *testing.T) {
	t.Parallel()
	for row, same := range map[string]bool{"AB-ķ": true, "ab-Ķ ": true, "AB-k": false, "AB-\xff": false} {
		b, err := newCannedClient(t, successBody("ProductsBalance", `{"data":[{"SKU":"`+row+`"}]}`)).Products.Balance(t.Context(), "ab-ķ")
		assert.Equal(t, same, err == nil, row)
		assert.Equal(t, same, b.SKU == row)
	}
	_, err := newCannedClient(t, successBody("ProductsBalance", "{\"data\":[{\"SKU\":\"a\xff\"}]}")).Products.Balance(t.Context(), "a\ufffd")
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
}

// An odd member costs its own field.
func TestProductsService_Balance_Unread(t *testing.T) {
	t.Parallel()
	client, log := newLoggedClient(t, `{"status":"ok","time":7,"type":"ProductsBalance","ProductsBalance":{"data":[{"SKU":"A","Balance":{"L1":"x"},`+
		`"BalanceDetailed":{"L1":{"balance":"1,5","reserved":2,"location_id":"one","balance_updated":"today"},"L2":[],"L3":null,`+
		`"L4":"?","L5":{"balance":3},"L5":null,"A\/B":{"po":"0.0000"},"Totals":{"balance":"","expected":[]}}}]}}`)
	b, err := client.Products.Balance(t.Context(), "A")
	require.NoError(t, err)
	assert.Equal(t, []shelfwire.Unread{
		{Field: "time", Raw: "7"}, {Field: "Balance.L1", Raw: `"x"`},
		{Field: "BalanceDetailed.L1.balance", Raw: `"1,5"`}, {Field: "BalanceDetailed.L1.location_id", Raw: `"one"`},
		{Field: "BalanceDetailed.L1.balance_updated", Raw: `"today"`}, {Field: "BalanceDetailed.L4", Raw: `"?"`},
		{Field: "BalanceDetailed.Totals.expected", Raw: "[]"},
	}, b.Unread)
	assert.Len(t, b.Locations, 3)
	assert.Equal(t, "2", b.Locations["L1"].Reserved.String())
	assert.True(t, b.Locations["L1"].Balance.IsZero(), "absent, not zero")
	assert.True(t, b.Locations["L1"].Updated.Equal(time.Time{}))
	assert.Contains(t, b.Locations, "L2")
	assert.Equal(t, "0.0000", b.Locations["A/B"].PO.String())
	assert.True(t, b.Totals.Balance.IsZero())
	assert.Contains(t, log.String(), "BalanceDetailed.L1.balance 1")
	assert.True(t, b.ServerTime.IsZero())
}

func TestProductsService_Balance_NotFound(t *testing.T) {
	t.Parallel()
	for _, rows := range []string{`[]`, `{}`, `[ ]`} {
		provider := &cannedBodies{bodies: []string{successBody("ProductsBalance", `{"data":`+rows+`}`)}}
		_, err := provider.newClient(t, nil).Products.Balance(t.Context(), "A")
		require.ErrorIs(t, err, shelfwire.ErrNotFound)
		assert.Equal(t, shelfwire.OutcomeRejected, shelfwire.OutcomeOf(err))
		assert.Equal(t, 1, provider.requests)
	}
}

// Somebody else's response is not taken for an unknown product, and is asked for once more.
func TestProductsService_Balance_ReadAgain(t *testing.T) {
	t.Parallel()
	for _, foreign := range []string{
		`<html></html>`, `[]`, `null`, `{}`, `{"message":"Not found"}`, successBody("ProductsBalance", `[]`), successBody("ProductsBalance", `null`),
		successBody("Products", `{"data":[{"SKU":"A"}]}`), successBody("ProductsBalance", `{"data":[{"SKU":"B"}]}`),
		successBody("ProductsBalance", `{"data":[{"SKU":"A"}]}`)[1:], `{"status":"busy"}`,
	} {
		provider := &cannedBodies{bodies: []string{foreign, successBody("ProductsBalance", `{"data":[{"SKU":"A"}]}`)}}
		b, err := provider.newClient(t, nil).Products.Balance(t.Context(), "A")
		require.NoError(t, err, foreign)
		assert.Equal(t, "A", b.SKU)
		assert.Equal(t, 2, provider.requests)

		_, err = newCannedClient(t, foreign).Products.Balance(t.Context(), "A")
		require.ErrorIs(t, err, shelfwire.ErrMalformed)
		require.NotErrorIs(t, err, shelfwire.ErrNotFound)
		assert.Equal(t, resico.DetailedBalance{}, requireBalanceError(t, foreign))
	}
}

func requireBalanceError(t *testing.T, body string) resico.DetailedBalance {
	t.Helper()
	b, err := newCannedClient(t, body).Products.Balance(t.Context(), "A")
	require.Error(t, err)
	return b
}

func TestProductsService_Balance(t *testing.T) {
	t.Parallel()
	const outer = `{"status":"ok","time":"2026-03-20T10:39:31+02:00","type":"ProductsBalance","ProductsBalance":{"data":`
	t.Run("a SKU with a slash stays in its place", func(t *testing.T) {
		t.Parallel()
		for sku, path := range map[string]string{
			"A/B": "/products/A%2FB/balance", "..": "/products/%2E%2E/balance", "50% off?": "/products/50%25%20off%3F/balance",
			"%2e": "/products/%252e/balance", "šņ#1": "/products/%C5%A1%C5%86%231/balance",
		} {
			client := newHandlerClient(t, func(w http.ResponseWriter, r *http.Request) {
				assert.Equal(t, path, r.URL.EscapedPath())
				writeBody(w, outer+`[{"SKU":"other"},{"SKU":`+quoteText(sku)+`,"Balance":{"L1":1}}]}}`)
			})
			b, err := client.Products.Balance(t.Context(), sku)
			require.NoError(t, err)
			assert.Equal(t, sku, b.SKU)
		}
	})
	t.Run("no SKU", func(t *testing.T) {
		t.Parallel()
		client := newHandlerClient(t, func(http.ResponseWriter, *http.Request) { t.Error("nothing may be sent") })
		_, err := client.Products.Balance(t.Context(), "")
		clienttest.AssertRejected(t, err, "SKU")
	})
	t.Run("an empty list is not found", func(t *testing.T) {
		t.Parallel()
		client := newHandlerClient(t, func(w http.ResponseWriter, _ *http.Request) { writeBody(w, outer+`[]}}`) })
		_, err := client.Products.Balance(t.Context(), "A")
		require.ErrorIs(t, err, shelfwire.ErrNotFound)
	})
	t.Run("details without entries, as PHP writes them", func(t *testing.T) {
		t.Parallel()
		client := newHandlerClient(t, func(w http.ResponseWriter, _ *http.Request) {
			writeBody(w, outer+`[{"SKU":"A","Balance":[],"BalanceDetailed":[]}]}}`)
		})
		b, err := client.Products.Balance(t.Context(), "A")
		require.NoError(t, err)
		assert.Empty(t, b.Locations)
	})
	t.Run("times that are none", func(t *testing.T) {
		t.Parallel()
		for _, none := range []string{`""`, `null`, `"0000-00-00"`, `"0000-00-00 00:00:00"`} {
			client := newHandlerClient(t, func(w http.ResponseWriter, _ *http.Request) {
				writeBody(w, outer+`[{"SKU":"A","BalanceDetailed":{"L1":{"balance":"1.5","balance_updated":`+none+`}}}]}}`)
			})
			b, err := client.Products.Balance(t.Context(), "A")
			require.NoError(t, err, none)
			assert.True(t, b.Locations["L1"].Updated.IsZero(), none)
			assert.Equal(t, "1.5", b.Locations["L1"].Balance.String())
		}
	})
}

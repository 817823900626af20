package resico_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// quantityTexts are the quantities of a balance as texts.
func quantityTexts(b resico.Balance) map[string]string {
	all := map[string]string{}
	for code, quantity := range b.Locations {
		all[code] = quantity.String()
	}
	if total, ok := b.Totals.Get(); ok {
		all["Σ"] = total.String()
	}
	return all
}

// A quantity in any form: read for certain, or left out and noted.
func TestProductsService_All_Balance(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		balance string
		want    map[string]string
		unread  []shelfwire.Unread
	}{
		"numbers":                 {`{"L1":24,"L2":-5,"Totals":19}`, map[string]string{"L1": "24", "L2": "-5", "Σ": "19"}, nil},
		"quoted numbers":          {`{"L1":"2.000","Totals":"2.000"}`, map[string]string{"L1": "2.000", "Σ": "2.000"}, nil},
		"an exponent":             {`{"L1":1.5e1}`, map[string]string{"L1": "15"}, nil},
		"null":                    {`{"L1":null,"L2":1,"Totals":null}`, map[string]string{"L2": "1"}, nil},
		"an empty text":           {`{"Location 1":"","L2":1}`, map[string]string{"L2": "1"}, []shelfwire.Unread{{Field: "Balance.Location 1", Raw: `""`}}},
		"a space":                 {`{"L1":" "}`, map[string]string{}, []shelfwire.Unread{{Field: "Balance.L1", Raw: `" "`}}},
		"an empty total":          {`{"L1":1,"Totals":""}`, map[string]string{"L1": "1"}, []shelfwire.Unread{{Field: "Balance.Totals", Raw: `""`}}},
		"a decimal comma":         {`{"L1":"12,50","L2":1}`, map[string]string{"L2": "1"}, []shelfwire.Unread{{Field: "Balance.L1", Raw: `"12,50"`}}},
		"thousands":               {`{"L1":"1 126.00"}`, map[string]string{}, []shelfwire.Unread{{Field: "Balance.L1", Raw: `"1 126.00"`}}},
		"a flag":                  {`{"L1":false}`, map[string]string{}, []shelfwire.Unread{{Field: "Balance.L1", Raw: `false`}}},
		"an object":               {`{"L1":{"n":1}}`, map[string]string{}, []shelfwire.Unread{{Field: "Balance.L1", Raw: `{"n":1}`}}},
		"a list":                  {`{"L1":[]}`, map[string]string{}, []shelfwire.Unread{{Field: "Balance.L1", Raw: `[]`}}},
		"a code twice":            {`{"L1":1,"L1":2,"Totals":1,"Totals":2}`, map[string]string{"L1": "2", "Σ": "2"}, nil},
		"a code twice, then none": {`{"L1":10000,"L1":null,"Totals":1,"Totals":null}`, map[string]string{}, nil},
		"a code twice, then odd":  {`{"L1":10000,"L1":"x"}`, map[string]string{}, []shelfwire.Unread{{Field: "Balance.L1", Raw: `"x"`}}},
		"codes in other letters":  {`{"loc":1,"LOC":2,"totals":3}`, map[string]string{"loc": "1", "LOC": "2", "totals": "3"}, nil},
		"a slash escaped":         {`{"A\/B":1}`, map[string]string{"A/B": "1"}, nil},
		"a slash in digits":       {`{"A\u002fB":1,"\u0160":2}`, map[string]string{"A/B": "1", "Š": "2"}, nil},
		"a quote escaped":         {`{"A\"B\\":1}`, map[string]string{`A"B\`: "1"}, nil},
		"a code of no letters":    {`{"":1}`, map[string]string{"": "1"}, nil},
		"spaces and lines":        {"{ \"L1\" :\n\t1 , \"L2\" : \"2\" }", map[string]string{"L1": "1", "L2": "2"}, nil},
		"empty, as PHP writes":    {`[ ]`, map[string]string{}, nil},
		"empty":                   {`{}`, map[string]string{}, nil},
		"a text":                  {`"none"`, map[string]string{}, []shelfwire.Unread{{Field: "Balance", Raw: `"none"`}}},
		"false":                   {`false`, map[string]string{}, []shelfwire.Unread{{Field: "Balance", Raw: `false`}}},
		"a list of numbers":       {`[1]`, map[string]string{}, []shelfwire.Unread{{Field: "Balance", Raw: `[1]`}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newCannedClient(t, productsBody(`[{"SKU":"A","Balance":`+tc.balance+`}]`),
				successBody("ProductsBalance", `{"data":[{"SKU":"A","Balance":`+tc.balance+`}]}`))
			p := collectPages(t, client, resico.ProductQuery{})[0].Products[0]
			assert.Equal(t, tc.want, quantityTexts(p.Balance))
			assert.Equal(t, tc.unread, p.Unread)
			b, err := client.Products.Balance(t.Context(), "A")
			require.NoError(t, err)
			assert.Equal(t, tc.want, quantityTexts(b.Balance))
			assert.Equal(t, tc.unread, b.Unread)

			var stored resico.Balance
			err = json.Unmarshal([]byte(tc.balance), &stored)
			assert.Equal(t, tc.unread == nil, err == nil, err)
			assert.Equal(t, tc.want, quantityTexts(stored))
		})
	}
}

func TestBalance_UnmarshalJSON(t *testing.T) {
	t.Parallel()
	b := resico.Balance{Totals: shelfwire.Set(shelfwire.NewDecimal(1))}
	require.NoError(t, b.UnmarshalJSON([]byte("null")))
	assert.True(t, b.IsZero())
	require.NoError(t, b.UnmarshalJSON([]byte(" [] ")))
	assert.False(t, b.IsZero(), "there is a balance, and it has no locations")
	require.Error(t, b.UnmarshalJSON([]byte(`{"L1":`)))
	require.ErrorContains(t, b.UnmarshalJSON([]byte(`{"L1":"x"}`)), `Balance.L1 is no quantity: "x"`)
	for _, text := range []string{`{"L1":2.000,"Totals":2.000}`, `{}`} {
		require.NoError(t, b.UnmarshalJSON([]byte(text)))
		again, err := b.MarshalJSON()
		require.NoError(t, err)
		assert.Equal(t, text, string(again))
	}
}

func TestBalance_At(t *testing.T) {
	t.Parallel()
	b := resico.Balance{Locations: map[string]shelfwire.Decimal{"L1": shelfwire.MustDecimal("0.00")}}
	quantity, ok := b.At("L1")
	assert.True(t, ok)
	assert.Equal(t, "0.00", quantity.String())
	quantity, ok = b.At("L2")
	assert.False(t, ok)
	assert.False(t, quantity.IsSet())
	_, ok = resico.Balance{}.At("L1")
	assert.False(t, ok)
}

// Whatever encoding/json reads as quantities is read as the same ones.
func FuzzBalance_UnmarshalJSON(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, `null`, `{"L1":1}`, `{"Location 1":24,"LOC2":"-5.000","Totals":19}`, "{\n \"A\" : 1.50 ,\n\"B\":null}",
		`{"a\"b":1}`, `{"A\/B":1}`, `{"A\u002fB":1,"A/B":2}`, `{"A":1,"A":2}`, `{"A":{}}`, `{"A":[1]}`, `{"A":true}`, `{"A":"x"}`,
		`{"A":""}`, `{"A":1e3}`, `{"":0}`, `{"B":10000,"B":null}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var plain map[string]shelfwire.Opt[shelfwire.Decimal]
		var b resico.Balance
		err := json.Unmarshal(data, &b)
		if json.Unmarshal(data, &plain) != nil || !utf8.Valid(data) || bytes.Contains(data, []byte(`\u`)) {
			return
		}
		require.NoError(t, err)
		for code, quantity := range plain {
			want, given := quantity.Get()
			got, ok := b.At(code)
			if code == "Totals" {
				got, ok = b.Totals.Get()
			}
			assert.Equal(t, given, ok, code)
			assert.Equal(t, want.String(), got.String(), code)
		}
		text, err := json.Marshal(b)
		require.NoError(t, err)
		var again resico.Balance
		require.NoError(t, json.Unmarshal(text, &again))
		assert.Equal(t, quantityTexts(b), quantityTexts(again))
	})
}

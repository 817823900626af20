package shelfwire_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-querystring/query"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
)

func TestDecimal_JSON(t *testing.T) {
	t.Parallel()
	for _, tc := range decimalTexts {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			forms := []string{`"` + tc.in + `"`, `"  ` + tc.in + ` "`}
			if json.Valid([]byte(tc.in)) {
				forms = append(forms, tc.in)
			}
			for _, form := range forms {
				d := decodeJSON[shelfwire.Decimal](t, form)
				assert.Equal(t, tc.want, encodeJSON(t, d), form)
			}
		})
	}
}

func TestDecimal_UnmarshalJSON_Rejects(t *testing.T) {
	t.Parallel()
	inputs := []string{`true`, `[]`, `{}`, `[5]`, `""`, `" "`, `"null"`, `1e65`, `1E400`, `1e2000000000`}
	for _, tc := range notDecimals {
		if strings.TrimSpace(tc.in) == tc.in {
			inputs = append(inputs, string(mustValue(json.Marshal(tc.in))))
		}
	}
	for _, in := range inputs {
		d := shelfwire.MustDecimal("7")
		require.Error(t, json.Unmarshal([]byte(in), &d), in)
		assert.Equal(t, "7", d.String(), in)
	}
}

func TestDecimal_UnmarshalJSON_NullChangesNothing(t *testing.T) {
	t.Parallel()
	d := shelfwire.MustDecimal("7.0")
	require.NoError(t, json.Unmarshal([]byte("null"), &d))
	assert.Equal(t, "7.0", d.String())
}

func TestDecimal_InMaps(t *testing.T) {
	t.Parallel()
	const document = `{"1e3":1.50,"2.000":2.000,"LOC 1":-5}`
	assert.Equal(t, document, encodeJSON(t, decodeJSON[map[string]shelfwire.Decimal](t, document)))

	byPrice := map[shelfwire.Decimal]string{shelfwire.MustDecimal("2.000"): "a"}
	assert.Equal(t, `{"2.000":"a"}`, encodeJSON(t, byPrice))
}

func TestDecimal_XML(t *testing.T) {
	t.Parallel()
	type row struct {
		XMLName  xml.Name          `xml:"row"`
		Price    shelfwire.Decimal `xml:"price,attr"`
		Quantity shelfwire.Decimal `xml:"quantity"`
	}
	const document = `<row price="12.50"><quantity>-2.000</quantity></row>`
	var r row
	require.NoError(t, xml.Unmarshal([]byte(document), &r))
	assert.Equal(t, "12.50", r.Price.String())
	assert.Equal(t, "-2.000", r.Quantity.String())
	assert.Equal(t, document, string(mustValue(xml.Marshal(r))))

	require.Error(t, xml.Unmarshal([]byte(`<row price="x"/>`), &r))
	require.Error(t, xml.Unmarshal([]byte(`<row><quantity>1,5</quantity></row>`), &r))
}

func TestDecimal_EncodeValues(t *testing.T) {
	t.Parallel()
	type params struct {
		Price shelfwire.Decimal  `url:"price"`
		Least *shelfwire.Decimal `url:"least,omitempty"`
		Last  shelfwire.Decimal  `url:"last,omitempty"`
	}
	least := shelfwire.MustDecimal("1e3")
	values, err := query.Values(params{Price: shelfwire.MustDecimal("2.000"), Least: &least})
	require.NoError(t, err)
	assert.Equal(t, url.Values{"price": {"2.000"}, "least": {"1000"}}, values)
}

func TestDecimal_MarshalText_Rejects(t *testing.T) {
	t.Parallel()
	for _, exponent := range []int32{65, -65, 2_000_000_000, -2_000_000_000} {
		d := shelfwire.Decimal{Decimal: decimal.New(1, exponent)}
		_, err := d.MarshalText()
		require.Error(t, err, "text")
		_, err = json.Marshal(d)
		require.Error(t, err, "JSON")
		_, err = d.Value()
		require.Error(t, err, "SQL")
		err = d.EncodeValues("price", &url.Values{})
		require.ErrorContains(t, err, "price", "query")
	}
}

// The exponent is looked at first, so that a great one costs no memory.
func TestDecimal_MarshalText_SaysWhy(t *testing.T) {
	t.Parallel()
	for exponent, want := range map[int32]string{
		65: "exponent 65 is beyond ±64", 64: "longer than 64 characters",
		-64: "longer than 64 characters", -65: "exponent -65 is beyond ±64",
	} {
		_, err := shelfwire.Decimal{Decimal: decimal.New(1, exponent)}.MarshalText()
		require.EqualError(t, err, want)
		_, err = shelfwire.ParseDecimal(fmt.Sprintf("1e%d", exponent))
		require.ErrorContains(t, err, strings.Replace(want, fmt.Sprintf("exponent %d is", exponent), "exponent", 1))
	}
}

func TestDecimal_KeepsTheTextOfJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringMatching(`-?[1-9][0-9]{0,30}(\.[0-9]{1,30})?|0(\.[0-9]{1,30})?`).Draw(rt, "number")
		var d shelfwire.Decimal
		if err := json.Unmarshal([]byte(text), &d); err != nil {
			rt.Fatal(err)
		}
		if out, err := json.Marshal(d); err != nil || string(out) != text {
			rt.Fatalf("%s came back as %s, %v", text, out, err)
		}
	})
}

// TestDecimal_IgnoresGlobals is not parallel: it changes shopspring's package variables, one after the other.
// Parallel tests do not run before it has put them back.
func TestDecimal_IgnoresGlobals(t *testing.T) {
	want := decimalBehaviour(t)
	for name, change := range map[string]func() (restore func()){
		"DivisionPrecision":            swapVariable(&decimal.DivisionPrecision, 1),
		"PowPrecisionNegativeExponent": swapVariable(&decimal.PowPrecisionNegativeExponent, 1),
		"MarshalJSONWithoutQuotes":     swapVariable(&decimal.MarshalJSONWithoutQuotes, !decimal.MarshalJSONWithoutQuotes),
		"TrimTrailingZeros":            swapVariable(&decimal.TrimTrailingZeros, !decimal.TrimTrailingZeros),
		"UseScientificNotation":        swapVariable(&decimal.UseScientificNotation, !decimal.UseScientificNotation),
		"ExpMaxIterations":             swapVariable(&decimal.ExpMaxIterations, 1),
		"MaxDecodeExponent":            swapVariable(&decimal.MaxDecodeExponent, 1),
	} {
		t.Run(name, func(t *testing.T) {
			defer change()()
			assert.Equal(t, want, decimalBehaviour(t))
		})
	}
}

// swapVariable returns a function that sets a variable and returns one that puts the old value back.
func swapVariable[T any](variable *T, value T) func() (restore func()) {
	return func() func() {
		old := *variable
		*variable = value
		return func() { *variable = old }
	}
}

// decimalBehaviour is everything that goes out of a Decimal, for every text that goes in.
func decimalBehaviour(t *testing.T) (out []string) {
	t.Helper()
	type document struct {
		D shelfwire.Decimal `json:"d" xml:"d,attr" url:"d"`
	}
	for _, tc := range decimalTexts {
		d, err := shelfwire.ParseDecimal(tc.in)
		require.NoError(t, err)
		var scanned shelfwire.Decimal
		require.NoError(t, scanned.Scan(tc.in))
		doc := document{d}
		out = append(out,
			d.String(), scanned.String(), fmt.Sprint(mustValue(d.Value())),
			string(mustValue(json.Marshal(doc))), string(mustValue(xml.Marshal(doc))), mustValue(query.Values(doc)).Encode(),
			fmt.Sprintf("%v %s %q %#v %.3f", d, d, d, d, d), shelfwire.Set(d).String(),
			decodeJSON[shelfwire.Decimal](t, `"`+tc.in+`"`).String(),
		)
	}
	for _, tc := range notDecimals {
		_, err := shelfwire.ParseDecimal(tc.in)
		require.Error(t, err)
	}
	return out
}

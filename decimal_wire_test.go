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

func TestDecimalJSON(t *testing.T) {
	t.Parallel()
	for _, tc := range decimalTexts {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			forms := []string{`"` + tc.in + `"`, `"  ` + tc.in + ` "`}
			if json.Valid([]byte(tc.in)) {
				forms = append(forms, tc.in)
			}
			for _, form := range forms {
				d := read[shelfwire.Decimal](t, form)
				assert.Equal(t, tc.want, written(t, d), form)
			}
		})
	}
}

func TestDecimalJSONRefuses(t *testing.T) {
	t.Parallel()
	inputs := []string{`true`, `[]`, `{}`, `[5]`, `""`, `" "`, `"null"`, `1e65`, `1E400`, `1e2000000000`}
	for _, tc := range notDecimals {
		if strings.TrimSpace(tc.in) == tc.in {
			inputs = append(inputs, string(must(json.Marshal(tc.in))))
		}
	}
	for _, in := range inputs {
		d := shelfwire.MustDecimal("7")
		require.Error(t, json.Unmarshal([]byte(in), &d), in)
		assert.Equal(t, "7", d.String(), in)
	}
}

func TestDecimalJSONNullChangesNothing(t *testing.T) {
	t.Parallel()
	d := shelfwire.MustDecimal("7.0")
	require.NoError(t, json.Unmarshal([]byte("null"), &d))
	assert.Equal(t, "7.0", d.String())
}

func TestDecimalInMaps(t *testing.T) {
	t.Parallel()
	const document = `{"1e3":1.50,"2.000":2.000,"LOC 1":-5}`
	assert.Equal(t, document, written(t, read[map[string]shelfwire.Decimal](t, document)))

	byPrice := map[shelfwire.Decimal]string{shelfwire.MustDecimal("2.000"): "a"}
	assert.Equal(t, `{"2.000":"a"}`, written(t, byPrice))
}

func TestDecimalXML(t *testing.T) {
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
	assert.Equal(t, document, string(must(xml.Marshal(r))))

	require.Error(t, xml.Unmarshal([]byte(`<row price="x"/>`), &r))
	require.Error(t, xml.Unmarshal([]byte(`<row><quantity>1,5</quantity></row>`), &r))
}

func TestDecimalQuery(t *testing.T) {
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

func TestDecimalWithoutWireForm(t *testing.T) {
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
func TestDecimalWithoutWireForm_SaysWhy(t *testing.T) {
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

func TestDecimalKeepsTheTextOfJSON(t *testing.T) {
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

// TestDecimalIgnoresGlobals is not parallel: it changes shopspring's package variables, one after the other.
// Parallel tests do not run before it has put them back.
func TestDecimalIgnoresGlobals(t *testing.T) {
	want := decimalBehaviour(t)
	for name, change := range map[string]func() (restore func()){
		"DivisionPrecision":            swap(&decimal.DivisionPrecision, 1),
		"PowPrecisionNegativeExponent": swap(&decimal.PowPrecisionNegativeExponent, 1),
		"MarshalJSONWithoutQuotes":     swap(&decimal.MarshalJSONWithoutQuotes, !decimal.MarshalJSONWithoutQuotes),
		"TrimTrailingZeros":            swap(&decimal.TrimTrailingZeros, !decimal.TrimTrailingZeros),
		"UseScientificNotation":        swap(&decimal.UseScientificNotation, !decimal.UseScientificNotation),
		"ExpMaxIterations":             swap(&decimal.ExpMaxIterations, 1),
		"MaxDecodeExponent":            swap(&decimal.MaxDecodeExponent, 1),
	} {
		t.Run(name, func(t *testing.T) {
			defer change()()
			assert.Equal(t, want, decimalBehaviour(t))
		})
	}
}

// swap returns a function that sets a variable and returns one that puts the old value back.
func swap[T any](variable *T, value T) func() (restore func()) {
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
			d.String(), scanned.String(), fmt.Sprint(must(d.Value())),
			string(must(json.Marshal(doc))), string(must(xml.Marshal(doc))), must(query.Values(doc)).Encode(),
			fmt.Sprintf("%v %s %q %#v %.3f", d, d, d, d, d), shelfwire.Set(d).String(),
			read[shelfwire.Decimal](t, `"`+tc.in+`"`).String(),
		)
	}
	for _, tc := range notDecimals {
		_, err := shelfwire.ParseDecimal(tc.in)
		require.Error(t, err)
	}
	return out
}

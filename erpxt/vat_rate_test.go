package erpxt_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

func TestVATRate(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		rate          erpxt.VATRate
		code          int
		percent, text string // no percent where there is none
	}{
		{erpxt.VATNotTaxable, 0, "", "np"},
		{erpxt.VATExempt, 1, "", "zw"},
		{erpxt.VAT0, 2, "0", "0%"},
		{erpxt.VAT4, 6, "4", "4%"},
		{erpxt.VAT5, 7, "5", "5%"},
		{erpxt.VAT8, 8, "8", "8%"},
		{erpxt.VAT23, 9, "23", "23%"},
		{erpxt.VATRateOfCode(3), 3, "", "code 3"},
		{erpxt.VATRateOfCode(11), 11, "", "code 11"},
		{erpxt.VATRateOfCode(23), 23, "", "code 23"},
		{erpxt.VATRateOfCode(254), 254, "", "code 254"},
	} {
		t.Run(tc.text, func(t *testing.T) {
			t.Parallel()
			code, ok := tc.rate.Code()
			assert.True(t, ok)
			assert.Equal(t, tc.code, code)
			assert.Equal(t, tc.rate, erpxt.VATRateOfCode(tc.code))
			assert.Equal(t, tc.text, fmt.Sprint(tc.rate))
			percent, ok := tc.rate.Percent()
			assert.Equal(t, tc.percent != "", ok)
			assert.Equal(t, ok, percent.IsSet(), "0 % is a number, exempt is none")
			if ok {
				assert.Equal(t, tc.percent, percent.String())
			}
			wire, err := json.Marshal(tc.rate)
			require.NoError(t, err)
			assert.Equal(t, fmt.Sprint(tc.code), string(wire))
		})
	}
}

func TestVATRate_UnmarshalJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]erpxt.VATRate{
		"9": erpxt.VAT23, `"9"`: erpxt.VAT23, `" 0 "`: erpxt.VATNotTaxable, "0": erpxt.VATNotTaxable, "null": "",
		"9.0": erpxt.VAT23, `"9.00"`: erpxt.VAT23, "1e1": "code 10", `""`: "", " 9 ": erpxt.VAT23, "255": "code 255",
		"2147483647": "code 2147483647",
	} {
		rate := erpxt.VAT8
		require.NoError(t, json.Unmarshal([]byte(text), &rate), text)
		assert.Equal(t, want, rate, text)
	}
	var direct erpxt.VATRate
	require.Error(t, direct.UnmarshalJSON([]byte("9 9")))
	for _, text := range []string{
		"-1", "2147483648", "9.5", `"23%"`, `"zw"`, `"code 11"`, "", "true", "[]", "{}", "99999999999999999999",
	} {
		rate := erpxt.VAT8
		require.Error(t, json.Unmarshal([]byte(text), &rate), text)
		assert.Equal(t, erpxt.VAT8, rate, text)
	}
}

func TestVATRate_Codes(t *testing.T) {
	t.Parallel()
	checkCodes(t, "code ", erpxt.VATRateOfCode, map[int]erpxt.VATRate{
		9: "23%", 8: "8%", 7: "5%", 6: "4%", 2: "0%", 1: "zw", 0: "np",
	})
}

// A number in the place of a rate or a type must not compile, nor a rate in the place of a type.
func TestVATRate_NotANumber(t *testing.T) {
	t.Parallel()
	for _, kind := range []reflect.Type{reflect.TypeFor[erpxt.VATRate](), reflect.TypeFor[erpxt.ProductType]()} {
		assert.Equal(t, reflect.String, kind.Kind())
	}
	for expression, want := range map[string]string{
		`erpxt.Product{Rate: erpxt.VAT23, ProductType: erpxt.ProductTypeGoods}`: "",
		`erpxt.NewProduct{Rate: erpxt.VATRateOfCode(9)}`:                        "",
		`erpxt.ProductRate.Eq(erpxt.VAT23)`:                                     "",
		`erpxt.ProductTypeField.Eq(erpxt.ProductTypeStocked)`:                   "",

		`erpxt.Product{Rate: 9}`:                       "cannot use 9",
		`erpxt.NewProduct{Rate: 9}`:                    "cannot use 9",
		`erpxt.NewProduct{Rate: 23.0}`:                 "cannot use 23.0",
		`erpxt.Product{ProductType: 2}`:                "cannot use 2",
		`erpxt.Product{Rate: erpxt.ProductTypeGoods}`:  "cannot use erpxt.ProductTypeGoods",
		`erpxt.Product{ProductType: erpxt.VAT23}`:      "cannot use erpxt.VAT23",
		`erpxt.ProductRate.Eq(9)`:                      "cannot use 9",
		`erpxt.ProductRate.Ne(23)`:                     "cannot use 23",
		`erpxt.ProductTypeField.Eq(2)`:                 "cannot use 2",
		`erpxt.ProductTypeField.Ne(erpxt.VAT23)`:       "cannot use erpxt.VAT23",
		`erpxt.ProductRate.Eq(erpxt.ProductTypeGoods)`: "cannot use erpxt.ProductTypeGoods",
		`erpxt.ProductRate.Gt(erpxt.VAT23)`:            "erpxt.ProductRate.Gt undefined",
		`erpxt.VAT23 == 9`:                             "mismatched types",
		`erpxt.VAT23 + 1`:                              "mismatched types",
	} {
		problems := compile(t, expression)
		if want == "" {
			assert.Empty(t, problems, expression)
		} else {
			assert.Contains(t, problems, want, expression)
		}
	}
}

// The error lists what could have been meant, and nothing is sent.
func TestVATRate_RejectedListsConstants(t *testing.T) {
	t.Parallel()
	const rates = `VAT23 ("23%"), VAT8 ("8%"), VAT5 ("5%"), VAT4 ("4%"), VAT0 ("0%"), VATExempt ("zw"), VATNotTaxable ("np")`
	n := goodProduct()
	n.Rate = "9"
	_, err := silentClient(t).Products.Create(t.Context(), n)
	assert.EqualError(t, err, `erpxt: Products.Create: invalid input: Rate "9" is not a rate of VAT: use `+rates)

	n.Rate = "code 11"
	_, err = silentClient(t).Products.Create(t.Context(), n)
	assert.EqualError(t, err, `erpxt: Products.Create: invalid input: Rate "code 11" is not documented by the provider, `+
		`and goes back only by Edit, as it was read: use `+rates)

	p := fullProduct()
	p.ProductType = "2"
	err = silentClient(t).Products.Replace(t.Context(), p)
	assert.EqualError(t, err, `erpxt: Products.Replace: invalid input: ProductType "2" is not a type of product: `+
		`use ProductTypeService ("service"), ProductTypeGoods ("goods"), ProductTypeStocked ("stocked")`)

	query := erpxt.ProductQuery{Filter: erpxt.ProductRate.Eq("23")}
	_, err = silentClient(t).Products.List(t.Context(), query)
	clienttest.AssertRejected(t, err, "Filter")
	assert.ErrorContains(t, err, `compares "Rate" with what is none: "23" is not a rate of VAT: use `+rates)

	n.Rate = erpxt.VATRate(strings.Repeat("9", 10_000))
	_, err = silentClient(t).Products.Create(t.Context(), n)
	assert.Less(t, len(err.Error()), 400)
}

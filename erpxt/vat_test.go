package erpxt_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt"
)

func TestVATRates(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		rate          erpxt.VATRate
		code          int
		percent, text string // no percent where there is none
	}{
		{erpxt.VATNotTaxable, 0, "", "not taxable"},
		{erpxt.VATExempt, 1, "", "exempt"},
		{erpxt.VAT0, 2, "0", "0%"},
		{erpxt.VAT4, 6, "4", "4%"},
		{erpxt.VAT5, 7, "5", "5%"},
		{erpxt.VAT8, 8, "8", "8%"},
		{erpxt.VAT23, 9, "23", "23%"},
		{0, -1, "", "missing"},
		{4, 3, "", "code 3"},
		{11, 10, "", "code 10"},
		{255, 254, "", "code 254"},
	} {
		t.Run(tc.text, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.code, tc.rate.Code())
			assert.Equal(t, tc.text, tc.rate.String())
			percent, ok := tc.rate.Percent()
			assert.Equal(t, tc.percent != "", ok)
			assert.Equal(t, ok, percent.IsSet(), "0 % is a number, exempt is none")
			if ok {
				assert.Equal(t, tc.percent, percent.String())
			}
			wire, err := json.Marshal(tc.rate)
			require.NoError(t, err)
			var back erpxt.VATRate
			require.NoError(t, json.Unmarshal(wire, &back))
			assert.Equal(t, tc.rate, back)
		})
	}
}

func TestVATRateFromWire(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]erpxt.VATRate{
		"9": erpxt.VAT23, `"9"`: erpxt.VAT23, `" 0 "`: erpxt.VATNotTaxable, "0": erpxt.VATNotTaxable, "null": 0, "254": 255,
		"9.0": erpxt.VAT23, `"9.00"`: erpxt.VAT23, "1e1": 11, `""`: 0, " 9 ": erpxt.VAT23,
	} {
		rate := erpxt.VAT8
		require.NoError(t, json.Unmarshal([]byte(text), &rate), text)
		assert.Equal(t, want, rate, text)
	}
	var direct erpxt.VATRate
	require.Error(t, direct.UnmarshalJSON([]byte("9 9")))
	for _, text := range []string{"-1", "255", "9.5", `"23%"`, "", "true", "[]", "{}", "99999999999999999999"} {
		rate := erpxt.VAT8
		require.Error(t, json.Unmarshal([]byte(text), &rate), text)
		assert.Equal(t, erpxt.VAT8, rate, text)
	}
}

func TestProductTypes(t *testing.T) {
	t.Parallel()
	for kind, want := range map[erpxt.ProductType]string{
		erpxt.ProductTypeService: "service", erpxt.ProductTypeGoods: "goods",
		erpxt.ProductTypeStocked: "goods with stock control", 3: "type 3", -1: "type -1",
	} {
		assert.Equal(t, want, kind.String())
	}
}

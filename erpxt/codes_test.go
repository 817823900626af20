package erpxt_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

// coder is what VATRate and ProductType have in common.
type coder interface {
	~string
	Code() (int, bool)
	json.Marshaler
}

// checkCodes holds a type of codes against the codes and texts that the guide knows.
func checkCodes[T coder](t *testing.T, prefix string, ofCode func(int) T, documented map[int]T) {
	t.Helper()
	texts := map[string]int{}
	for code, text := range documented {
		texts[string(text)] = code
	}
	roundTrip := func(t require.TestingT, code int) {
		one := ofCode(code)
		if want, ok := documented[code]; ok {
			require.Equal(t, want, one)
		} else {
			require.Equal(t, fmt.Sprintf("%s%d", prefix, code), string(one))
		}
		back, ok := one.Code()
		require.True(t, ok, one)
		require.Equal(t, code, back)
		wire, err := json.Marshal(one)
		require.NoError(t, err)
		require.Equal(t, fmt.Sprint(code), string(wire))
		var read T
		require.NoError(t, json.Unmarshal(wire, &read))
		require.Equal(t, one, read)
		require.Error(t, json.Unmarshal([]byte(`"`+prefix+`"`), &read))
		require.Equal(t, one, read, "what cannot be read changes nothing")
	}
	for code := range 256 {
		roundTrip(t, code)
	}
	rapid.Check(t, func(rt *rapid.T) { roundTrip(rt, rapid.IntRange(0, math.MaxInt32).Draw(rt, "code")) })

	rejected := func(t require.TestingT, text string) {
		code, ok := T(text).Code()
		require.False(t, ok, "%q", text)
		require.Zero(t, code)
		if text == "" {
			return
		}
		wire, err := json.Marshal(T(text))
		require.ErrorIs(t, err, shelfwire.ErrInvalid, "%q", text)
		require.Empty(t, wire)
	}
	like := rapid.SampledFrom([]string{
		"code ", "type ", "23%", "8", "zw", "np", "service", "goods", "stocked", " ", "%", "0", "9", "11", "-", "+", "1_0", ".0",
	})
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.OneOf(like, rapid.String()), 0, 3).Draw(rt, "text"), "")
		var code int
		n, _ := fmt.Sscanf(text, prefix+"%d", &code)
		_, known := documented[code]
		if n == 1 && !known && code >= 0 && text == fmt.Sprintf("%s%d", prefix, code) {
			roundTrip(rt, code)
			return
		}
		if code, ok := texts[text]; ok {
			roundTrip(rt, code)
			return
		}
		rejected(rt, text)
	})
	for _, text := range []string{
		"", "9", "23", "23 %", " 23%", "23% ", "23,0%", "ZW", "Np", "0", "2", "Service", "code", "type", prefix, prefix + "9 ",
		prefix + "-1", prefix + "+11", prefix + "011", prefix + "1_1", prefix + " 11", prefix + "11.0", "Code 11", "code11",
		prefix + "0", prefix + "1", prefix + "2", prefix + "2147483648", prefix + "99999999999999999999",
	} {
		rejected(t, text)
	}
	for c := range rune(256) { // what a conversion from a number gives
		rejected(t, string(c))
	}
	tooGreat := math.MaxInt32
	tooGreat++ // below zero where an int has 32 bits
	for _, code := range []int{-1, math.MinInt, tooGreat} {
		rejected(t, string(ofCode(code)))
	}
}

func TestProductType_Codes(t *testing.T) {
	t.Parallel()
	checkCodes(t, "type ", erpxt.ProductTypeOfCode, map[int]erpxt.ProductType{
		0: erpxt.ProductTypeService, 1: erpxt.ProductTypeGoods, 2: erpxt.ProductTypeStocked,
	})
	assert.Equal(t, []erpxt.ProductType{"service", "goods", "stocked"}, []erpxt.ProductType{
		erpxt.ProductTypeService, erpxt.ProductTypeGoods, erpxt.ProductTypeStocked,
	})
}

// A rate that is not documented may be newer than this module: it is read, found, and sent back by Edit alone.
func TestCodes_Undocumented(t *testing.T) {
	t.Parallel()
	const odd = `{"Id":7,"Name":"M","UnitOfMeasurment":"szt.","Rate":11,"ProductType":7}`
	p := editProvider(odd)
	client := p.client(t)
	product, err := client.Products.Get(t.Context(), 7)
	require.NoError(t, err)
	assert.Equal(t, erpxt.VATRate("code 11"), product.Rate)
	assert.Equal(t, erpxt.ProductType("type 7"), product.ProductType)
	assert.Nil(t, product.Unread)
	stored, err := json.Marshal(product)
	require.NoError(t, err)
	assert.Contains(t, string(stored), `"Rate":11,"ProductType":7`)

	clienttest.AssertRejected(t, client.Products.Replace(t.Context(), product), "Rate")
	require.Len(t, p.calls, 1, "nothing was written")
	product.Rate = erpxt.VAT8
	require.NoError(t, client.Products.Replace(t.Context(), product))
	assert.Contains(t, p.calls[1].body, `"Rate":8,"ProductType":7`)

	p = editProvider(odd)
	_, err = p.client(t).Products.Edit(t.Context(), 7, func(p *erpxt.Product) error { p.Name = "N"; return nil })
	require.NoError(t, err)
	assert.Contains(t, p.calls[1].body, `"Rate":11,"ProductType":7`)
}

// What did not come is not sent, and what came is, code 0 among it.
func TestProductType_Absent(t *testing.T) {
	t.Parallel()
	for came, sent := range map[string]string{"": "", `,"ProductType":null`: "", `,"ProductType":0`: `,"ProductType":0`} {
		p := editProvider(`{"Id":7,"Name":"M","UnitOfMeasurment":"szt.","Rate":9` + came + `}`)
		client := p.client(t)
		product, err := client.Products.Get(t.Context(), 7)
		require.NoError(t, err)
		stored, err := json.Marshal(product)
		require.NoError(t, err)
		assert.Equal(t, sent != "", strings.Contains(string(stored), "ProductType"))
		require.NoError(t, client.Products.Replace(t.Context(), product))
		assert.Contains(t, p.calls[1].body, `"Rate":9`+sent+`,"Id":7`)
	}
}

// A text that stands for no code never becomes another code.
func TestProduct_MarshalJSON_InvalidCodes(t *testing.T) {
	t.Parallel()
	for problem, p := range map[string]erpxt.Product{
		`Rate: invalid input: "9" is not a rate of VAT`:                {Rate: "9"},
		`ProductType: invalid input: "towar" is not a type of product`: {ProductType: "towar"},
	} {
		text, err := json.Marshal(p)
		require.ErrorIs(t, err, shelfwire.ErrInvalid)
		assert.ErrorContains(t, err, problem)
		assert.Empty(t, text)
	}
}

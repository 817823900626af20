package erpxt_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt"
)

const oddProduct = ` { "$id" : "3", "id":"7", "NAME":"Mysz \"5\u0142\"", "Description":null,
	"ItemCode":555,"ProductCode":"P\/1","UnitOfMeasurment":"szt.","Rate":"9","SaleNetPrice":"81.30","SaleGrossPrice":null,
	"ProductType":"2","Barcode":"}]\"{","Tags":[{"a":"]"},[]],"Weight":1.500,"Weight":2.50,"Empty":{ },"Żółć":true } `

func TestProductFromWire(t *testing.T) {
	t.Parallel()
	var p erpxt.Product
	require.NoError(t, json.Unmarshal([]byte(oddProduct), &p))
	assert.Equal(t, int64(7), p.ID)
	assert.Equal(t, `Mysz "5ł"`, p.Name)
	assert.Empty(t, p.Description)
	assert.Equal(t, "555", p.ItemCode)
	assert.Equal(t, "P/1", p.ProductCode)
	assert.Equal(t, erpxt.VAT23, p.Rate)
	assert.Equal(t, "81.30", p.SaleNetPrice.String())
	assert.True(t, p.SaleGrossPrice.IsNull())
	assert.True(t, p.Quantity.IsZero(), "left out is not null")
	assert.Equal(t, erpxt.ProductTypeStocked, p.ProductType)
}

// A product can be stored as JSON and read again, with what is not known about it.
func TestProductToJSONAndBack(t *testing.T) {
	t.Parallel()
	var p, back erpxt.Product
	require.NoError(t, json.Unmarshal([]byte(oddProduct), &p))
	text, err := json.Marshal(p)
	require.NoError(t, err)
	assert.Equal(t, `{"Id":7,"Name":"Mysz \"5ł\"","Description":"","ItemCode":"555","ProductCode":"P/1",`+
		`"UnitOfMeasurment":"szt.","Rate":9,"SaleNetPrice":81.30,"SaleGrossPrice":null,"ProductType":2,`+
		`"Barcode":"}]\"{","Tags":[{"a":"]"},[]],"Weight":2.50,"Empty":{},"Żółć":true}`, string(text))
	require.NoError(t, json.Unmarshal(text, &back))
	again, err := json.Marshal(back)
	require.NoError(t, err)
	assert.Equal(t, string(text), string(again))
}

func TestProductLeavesNothingFromBefore(t *testing.T) {
	t.Parallel()
	var p erpxt.Product
	require.NoError(t, json.Unmarshal([]byte(oddProduct), &p))
	require.NoError(t, json.Unmarshal([]byte(`{"Id":8}`), &p))
	text, err := json.Marshal(p)
	require.NoError(t, err)
	assert.Equal(t, `{"Id":8,"Name":"","Description":"","ItemCode":"","ProductCode":"","UnitOfMeasurment":"","Rate":null,"ProductType":0}`,
		string(text))
}

// UnmarshalJSON may be called with anything, also past encoding/json.
func TestProductFromGarbage(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", " ", "{", "[", `"`, `{"`, `{"a`, `{"a"`, `{"a":`, `{"a":}`, `{"a":"`, `{"a":"\`, `{"a":[`, `{"a":["`, `{a:1}`, `{:1}`,
		`{"a" 1}`, "7", `"x"`, "true", "[]", `{"Id":}`, `{"Name":tru}`, `{"Name":"\x"}`, `{"\x":1}`, `{"Id":"}`,
	} {
		p := erpxt.Product{ID: 5}
		require.Error(t, p.UnmarshalJSON([]byte(text)), text)
		assert.Equal(t, int64(5), p.ID, text)
	}
}

// The bytes belong to the caller, who may use them again.
func TestProductKeepsNoForeignBytes(t *testing.T) {
	t.Parallel()
	data := []byte(`{"Id":7,"Name":"Mouse","Barcode":"590"}`)
	var p erpxt.Product
	require.NoError(t, p.UnmarshalJSON(data))
	for i := range data {
		data[i] = 'x'
	}
	text, err := json.Marshal(p)
	require.NoError(t, err)
	assert.Contains(t, string(text), `"Name":"Mouse"`)
	assert.Contains(t, string(text), `"Barcode":"590"`)
}

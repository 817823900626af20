package erpxt_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// A product can be stored as JSON and read again, its unknown members included.
func TestProduct_JSONRoundTrip(t *testing.T) {
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

// A stored product reads back the same, with what could not be read and with texts that are not UTF-8.
func TestProduct_JSONRoundTrip_OddForms(t *testing.T) {
	t.Parallel()
	texts := []string{
		card, oddProduct, oneProduct, "{}", `{"NAME":{},"name":"y","Name2":1}`, `{"NAME":{},"NAME":"y"}`, `{"Name":{},"Name":"y"}`,
		`{"Name":"y","Name":[1]}`, `{"Id":"seven"}`, `{"a":1,"A":2,"a":3}`, "{\"Name\":\"Mysz \xb3\",\"x\xb3\":\"\xb3\"}",
		`{"Name":"half \ud83d","Description":"\ud83d\ude00","\udc00":"\udc00"}`, `{"Description":"a\tb\u0000\"\\"}`,
		`{"Name":"` + strings.Repeat("long", 100) + `","Quantity":"` + strings.Repeat("9", 200) + `"}`,
	}
	for _, tc := range oddForms {
		texts = append(texts, objectWith(tc.member, tc.form))
	}
	for _, text := range texts {
		var p, back erpxt.Product
		require.NoError(t, p.UnmarshalJSON([]byte(text)), text)
		stored, err := json.Marshal(&p)
		require.NoError(t, err, text)
		require.NoError(t, json.Unmarshal(stored, &back), "%s", stored)
		assert.Equal(t, p.Unread, back.Unread, text)
		for _, member := range wireNames() {
			assert.Equal(t, fmt.Sprint(fieldNamed(&p, member)), fmt.Sprint(fieldNamed(&back, member)), text)
		}
		again, err := json.Marshal(&back)
		require.NoError(t, err)
		assert.Equal(t, string(stored), string(again), text)
	}
}

// What could not be read is written as it came, in its place and under its name, until its field is set.
func TestProduct_MarshalJSON_Unread(t *testing.T) {
	t.Parallel()
	var p erpxt.Product
	require.NoError(t, json.Unmarshal([]byte(`{"Id":7,"NAME":["a" ],"Rate":"23%","Quantity":"1,7","Barcode":{"a": 1}}`), &p))
	text, err := p.MarshalJSON()
	require.NoError(t, err)
	assert.Equal(t, `{"Id":7,"NAME":["a" ],"Description":"","ItemCode":"","ProductCode":"","UnitOfMeasurment":"","Rate":"23%",`+
		`"Quantity":"1,7","Barcode":{"a": 1}}`, string(text))
	p.Name, p.Rate, p.OnHand = "b", erpxt.VAT8, shelfwire.Null[shelfwire.Decimal]()
	text, err = p.MarshalJSON()
	require.NoError(t, err)
	assert.Equal(t, `{"Id":7,"Name":"b","Description":"","ItemCode":"","ProductCode":"","UnitOfMeasurment":"","Rate":8,`+
		`"Quantity":null,"Barcode":{"a": 1}}`, string(text))
}

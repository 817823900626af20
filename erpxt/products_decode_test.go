package erpxt_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

const oddProduct = ` { "$id" : "3", "id":"7", "NAME":"Mysz \"5\u0142\"", "Description":null,
	"ItemCode":555,"ProductCode":"P\/1","UnitOfMeasurment":"szt.","Rate":"9","SaleNetPrice":"81.30","SaleGrossPrice":null,
	"ProductType":"2","Barcode":"}]\"{","Tags":[{"a":"]"},[]],"Weight":1.500,"Weight":2.50,"Empty":{ },"Żółć":true } `

func TestProduct_UnmarshalJSON(t *testing.T) {
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
	assert.True(t, p.OnHand.IsZero(), "left out is not null")
	assert.Equal(t, erpxt.ProductTypeStocked, p.ProductType)
}

// oddForms are forms in which members have been met elsewhere, with the value that is read from them, or "unread".
var oddForms = map[string]struct {
	member, form string
	want         string // as fmt prints the field
}{
	"a name in figures":       {"Name", `5`, "5"},
	"a name with a fraction":  {"Name", `5.10`, "5.10"},
	"no name":                 {"Name", `null`, ""},
	"an empty name":           {"Name", `""`, ""},
	"a name with spaces":      {"Name", `" a "`, " a "},
	"a name of escapes":       {"Name", `"\u017c\/\n"`, "ż/\n"},
	"a name that is false":    {"Name", `false`, "unread"},
	"a name that is a list":   {"Name", `["Mouse"]`, "unread"},
	"a name in an object":     {"Name", `{"pl":"Mysz"}`, "unread"},
	"a description of true":   {"Description", `true`, "unread"},
	"an item code in figures": {"ItemCode", `555`, "555"},
	"an empty list of codes":  {"ItemCode", `[]`, "unread"},
	"a code that is false":    {"ProductCode", `false`, "unread"},
	"a unit in an object":     {"UnitOfMeasurment", `{}`, "unread"},

	"a rate":                   {"Rate", `9`, "23%"},
	"a quoted rate":            {"Rate", `"9"`, "23%"},
	"a rate with a fraction":   {"Rate", `9.0`, "23%"},
	"a rate as an exponent":    {"Rate", `90e-1`, "23%"},
	"the rate of code 0":       {"Rate", `0`, "np"},
	"no rate":                  {"Rate", `null`, ""},
	"an empty rate":            {"Rate", `""`, ""},
	"a rate not documented":    {"Rate", `11`, "code 11"},
	"the greatest code":        {"Rate", `2147483647`, "code 2147483647"},
	"a rate beyond it":         {"Rate", `2147483648`, "unread"},
	"a rate below zero":        {"Rate", `-1`, "unread"},
	"a rate in percent":        {"Rate", `"23%"`, "unread"},
	"a rate in words":          {"Rate", `"zw"`, "unread"},
	"a rate in an object":      {"Rate", `{"Code":9}`, "unread"},
	"a rate that is true":      {"Rate", `true`, "unread"},
	"half a rate":              {"Rate", `8.5`, "unread"},
	"a rate beyond any number": {"Rate", `1e60`, "unread"},

	"a price":                       {"SaleNetPrice", `12.50`, "12.50"},
	"a quoted price":                {"SaleNetPrice", `" 12.50 "`, "12.50"},
	"a price as an exponent":        {"SaleNetPrice", `1.250E1`, "12.50"},
	"no price":                      {"SaleNetPrice", `null`, "null"},
	"an empty price":                {"SaleNetPrice", `""`, "absent"},
	"a price of spaces":             {"SaleNetPrice", `"  "`, "absent"},
	"a price of zero":               {"SaleNetPrice", `0`, "0"},
	"a price with a comma":          {"SaleNetPrice", `"12,50"`, "unread"},
	"a price in thousands":          {"SaleGrossPrice", `"1 126.00"`, "unread"},
	"a price with a unit":           {"SaleGrossPrice", `"12.50 PLN"`, "unread"},
	"a price that is false":         {"SaleGrossPrice", `false`, "unread"},
	"a price in a list":             {"SaleGrossPrice", `[12.50]`, "unread"},
	"a price of too many figures":   {"SaleGrossPrice", `1e65`, "unread"},
	"a price that is no number":     {"SaleGrossPrice", `"NaN"`, "unread"},
	"a stock":                       {"Quantity", `6.0000`, "6.0000"},
	"an empty stock":                {"Quantity", `""`, "absent"},
	"a stock with a comma":          {"Quantity", `"1,700"`, "unread"},
	"a stock by warehouse":          {"Quantity", `{"1":5}`, "unread"},
	"a stock of nothing, as a list": {"Quantity", `[]`, "unread"},

	"a type":                   {"ProductType", `2`, "stocked"},
	"a type with a fraction":   {"ProductType", `1.0`, "goods"},
	"a quoted type":            {"ProductType", `"1"`, "goods"},
	"no type":                  {"ProductType", `null`, ""},
	"an empty type":            {"ProductType", `""`, ""},
	"the type of code 0":       {"ProductType", `0`, "service"},
	"a type not documented":    {"ProductType", `7`, "type 7"},
	"a type below zero":        {"ProductType", `-1`, "unread"},
	"the greatest type":        {"ProductType", `2147483647`, "type 2147483647"},
	"half a type":              {"ProductType", `1.5`, "unread"},
	"a type in words":          {"ProductType", `"towar"`, "unread"},
	"a type that is true":      {"ProductType", `true`, "unread"},
	"a type beyond 32 bits":    {"ProductType", `2147483648`, "unread"},
	"a type beyond any number": {"ProductType", `1e60`, "unread"},
}

// fieldNamed returns the field of a product that a member of the wire goes into.
func fieldNamed(p *erpxt.Product, name string) reflect.Value {
	value := reflect.ValueOf(p).Elem()
	for i := range value.NumField() {
		tag, _, _ := strings.Cut(value.Type().Field(i).Tag.Get("json"), ",")
		if tag == name {
			return value.Field(i)
		}
	}
	panic(name)
}

// objectWith returns the text of the card with a member of another form.
func objectWith(name, form string) string {
	var p map[string]json.RawMessage
	if err := json.Unmarshal([]byte(card), &p); err != nil {
		panic(err)
	}
	p[name] = json.RawMessage(form)
	text, err := json.Marshal(p)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// A member in an odd form costs its own field at most. The others are read, and it is shown as it came.
func TestProduct_OddForms(t *testing.T) {
	t.Parallel()
	for name, tc := range oddForms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var p, whole erpxt.Product
			require.NoError(t, json.Unmarshal([]byte(card), &whole))
			require.NoError(t, json.Unmarshal([]byte(objectWith(tc.member, tc.form)), &p))
			got := fieldNamed(&p, tc.member)
			if tc.want == "unread" {
				assert.True(t, got.IsZero())
				assert.Equal(t, []shelfwire.Unread{{Field: tc.member, Raw: tc.form}}, p.Unread)
			} else {
				assert.Equal(t, tc.want, fmt.Sprint(got.Interface()))
				assert.Nil(t, p.Unread)
			}
			for _, other := range wireNames() {
				if other != tc.member {
					assert.Equal(t, fmt.Sprint(fieldNamed(&whole, other)), fmt.Sprint(fieldNamed(&p, other)), other)
				}
			}
		})
	}
}

// wireNames are the names of all members that have a field.
func wireNames() (names []string) {
	for i := range reflect.TypeFor[erpxt.Product]().NumField() {
		tag, _, _ := strings.Cut(reflect.TypeFor[erpxt.Product]().Field(i).Tag.Get("json"), ",")
		if tag != "" && tag != "-" {
			names = append(names, tag)
		}
	}
	return names
}

// No field is forgotten: each is read and written by the name of its tag, and noted when it cannot be read.
func TestProduct_EveryField(t *testing.T) {
	t.Parallel()
	names := wireNames()
	require.Len(t, names, 11)
	for _, name := range names {
		for _, spelling := range []string{name, strings.ToLower(name), strings.ToUpper(name)} {
			var p, back, unread erpxt.Product
			require.NoError(t, json.Unmarshal([]byte(`{"`+spelling+`":"5"}`), &p), name)
			assert.False(t, fieldNamed(&p, name).IsZero(), spelling)
			assert.Nil(t, p.Unread)
			text, err := json.Marshal(p)
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(text, &back))
			assert.Equal(t, fmt.Sprint(fieldNamed(&p, name)), fmt.Sprint(fieldNamed(&back, name)), spelling)

			require.NoError(t, json.Unmarshal([]byte(`{"`+spelling+`":[5]}`), &unread))
			assert.True(t, fieldNamed(&unread, name).IsZero(), spelling)
			assert.Equal(t, []shelfwire.Unread{{Field: spelling, Raw: "[5]"}}, unread.Unread)
		}
	}
}

// Names that differ in capital letters only do not overwrite one another.
func TestProduct_Spellings(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"Id":1,"id":2,"ID":3}`:             `{"Id":1,` + blank + `,"id":2,"ID":3}`,
		`{"ID":3,"id":2,"Id":1}`:             `{"Id":1,` + blank + `,"id":2,"ID":3}`,
		`{"id":2,"ID":3}`:                    `{"Id":2,` + blank + `,"ID":3}`,
		`{"id":2,"id":4}`:                    `{"Id":4,` + blank + `}`,
		`{"Id":1,"Id":2}`:                    `{"Id":2,` + blank + `}`,
		`{"id":"x","Id":1}`:                  `{"Id":1,` + blank + `,"id":"x"}`,
		`{"$id":"1","$ID":"2","Id":1,"x":5}`: `{"Id":1,` + blank + `,"$ID":"2","x":5}`,
	} {
		var p erpxt.Product
		require.NoError(t, json.Unmarshal([]byte(text), &p))
		assert.Nil(t, p.Unread, text)
		got, err := json.Marshal(p)
		require.NoError(t, err)
		assert.Equal(t, want, string(got), text)
	}
}

// blank are the members of a product without anything, but for its id.
const blank = `"Name":"","Description":"","ItemCode":"","ProductCode":"","UnitOfMeasurment":"","Rate":null`

func TestProduct_UnmarshalJSON_Overwrites(t *testing.T) {
	t.Parallel()
	var p erpxt.Product
	require.NoError(t, json.Unmarshal([]byte(oddProduct), &p))
	require.NoError(t, json.Unmarshal([]byte(`{"Id":8}`), &p))
	text, err := json.Marshal(p)
	require.NoError(t, err)
	assert.Equal(t, `{"Id":8,"Name":"","Description":"","ItemCode":"","ProductCode":"","UnitOfMeasurment":"","Rate":null}`,
		string(text))
}

// UnmarshalJSON may be called with anything, also past encoding/json.
func TestProduct_UnmarshalJSON_Invalid(t *testing.T) {
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
func TestProduct_UnmarshalJSON_CopiesBytes(t *testing.T) {
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

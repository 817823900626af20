package erpxt_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

// A text that would be sent as another one is not sent, whoever it belongs to, until edit has replaced it.
func TestProductsService_Edit_NotUTF8(t *testing.T) {
	t.Parallel()
	const rest = `,"Id":7,"UnitOfMeasurment":"szt.","Rate":9`
	for name, tc := range map[string]struct{ card, field string }{
		"a name":                    {"{\"Name\":\"Mysz \xb3\"" + rest + "}", "Name"},
		"half a surrogate":          {`{"Name":"Mysz \ud83d"` + rest + "}", "Name"},
		"the other half":            {`{"Name":"\ude00 Mysz"` + rest + "}", "Name"},
		"a description":             {"{\"Name\":\"M\",\"Description\":\"\x80\"" + rest + "}", "Description"},
		"an item code":              {"{\"Name\":\"M\",\"ItemCode\":\"\xff\"" + rest + "}", "ItemCode"},
		"a code":                    {"{\"Name\":\"M\",\"ProductCode\":\"\xc5\"" + rest + "}", "ProductCode"},
		"a unit":                    {`{"Name":"M","Id":7,"Rate":9,"UnitOfMeasurment":"szt\ud800"}`, "UnitOfMeasurement"},
		"an unknown member":         {"{\"Name\":\"M\",\"Note\":\"\xb3\"" + rest + "}", "Note"},
		"deep in it":                {"{\"Name\":\"M\",\"Note\":[{\"a\":[1,\"\xb3\"]}]" + rest + "}", "Note"},
		"a name in it":              {"{\"Name\":\"M\",\"Note\":{\"a\xb3\":1}" + rest + "}", "Note"},
		"half a surrogate in it":    {`{"Name":"M","Note":[[],{"a":"\uD83D!"}]` + rest + "}", "Note"},
		"the name of a member":      {"{\"Name\":\"M\",\"Note\xb3\":1" + rest + "}", "Note\uFFFD"},
		"a member of another case":  {"{\"Name\":\"M\",\"NAME\":\"\xb3\"" + rest + "}", "NAME"},
		"a member that is not read": {"{\"Name\":[\"\xb3\"]" + rest + "}", "Name"},
		"an unread price":           {`{"Name":"M","SaleNetPrice":"12,50 \udc00"` + rest + "}", "SaleNetPrice"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := editProvider(tc.card)
			after, err := p.client(t).Products.Edit(t.Context(), 7, func(p *erpxt.Product) error {
				p.SaleGrossPrice = num("9")
				return nil
			})
			if tc.field == "SaleNetPrice" { // the server works it out anew
				require.NoError(t, err)
				return
			}
			clienttest.AssertRejected(t, err, tc.field)
			assert.Len(t, p.calls, 1, "read, and nothing sent")
			assert.Equal(t, erpxt.Product{}, after)
		})
	}
	p := editProvider("{\"Name\":\"Mysz \xb3\",\"Description\":[\"\xb3\"]" + rest + "}")
	_, err := p.client(t).Products.Edit(t.Context(), 7, func(p *erpxt.Product) error {
		p.Name, p.Description = "Mysz ł", "d"
		return nil
	})
	require.NoError(t, err, "edit has replaced them")
	assert.Contains(t, p.calls[1].body, `"Name":"Mysz ł","Description":"d"`)

	p = editProvider("{\"Name\":\"M\",\"Quantity\":[\"\xb3\"],\"Note\":[\"ł\",\"\\ud83d\\ude00\",{\"ż\":{}}]" + rest + "}")
	_, err = p.client(t).Products.Edit(t.Context(), 7, func(*erpxt.Product) error { return nil })
	require.NoError(t, err, "the stock is not sent, and the note is UTF-8")
	assert.Equal(t, `["ł","\ud83d\ude00",{"ż":{}}]`, sentMembers(t, p.calls[1].body)["Note"])

	p = editProvider(card)
	_, err = p.client(t).Products.Edit(t.Context(), 7, func(p *erpxt.Product) error { p.Name = "\xb3"; return nil })
	clienttest.AssertRejected(t, err, "Name")
}

// Two texts with different broken bytes stay two, and each as it came.
func TestProduct_MarshalJSON_NotUTF8(t *testing.T) {
	t.Parallel()
	products, err := respondWith(200, "[{\"Id\":1,\"ProductCode\":\"A\xb3\"},{\"Id\":2,\"ProductCode\":\"A\xbf\"},"+
		"{\"Id\":3,\"ProductCode\":\"A\\ud800\"},{\"Id\":4,\"ProductCode\":\"A\\ud801\"}]").
		client(t).Products.List(t.Context(), erpxt.ProductQuery{})
	require.NoError(t, err)
	codes := map[string]bool{}
	for _, p := range products {
		codes[p.ProductCode] = true
	}
	assert.Len(t, codes, 4)
	assert.True(t, codes["A\xb3"])
}

// A write rejects the texts that would be sent as others.
func TestProductsService_Writes_NotUTF8(t *testing.T) {
	t.Parallel()
	n := erpxt.NewProduct{
		Name: "\xb3", Description: "\xb3", ItemCode: "\xb3", ProductCode: "\xb3", UnitOfMeasurement: "\xb3", Rate: erpxt.VAT8,
	}
	fields := []string{"Name", "Description", "ItemCode", "ProductCode", "UnitOfMeasurement"}
	_, err := silentClient(t).Products.Create(t.Context(), n)
	clienttest.AssertRejected(t, err, fields...)
	err = silentClient(t).Products.Replace(t.Context(), erpxt.Product{
		ID: 7, Name: n.Name, Description: n.Description, ItemCode: n.ItemCode, ProductCode: n.ProductCode,
		UnitOfMeasurement: n.UnitOfMeasurement, Rate: n.Rate,
	})
	clienttest.AssertRejected(t, err, fields...)
}

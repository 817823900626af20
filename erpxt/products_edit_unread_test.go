package erpxt_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

// sentMembers returns the members of a body as they were sent.
func sentMembers(t *testing.T, body string) map[string]string {
	t.Helper()
	var raw map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(body), &raw), body)
	texts := map[string]string{}
	for name, value := range raw {
		texts[name] = string(value)
	}
	return texts
}

// Every member that cannot be read goes back to the byte, but for the stock, which is never written.
func TestProductsService_Edit_SendsUnreadMembers(t *testing.T) {
	t.Parallel()
	for name, tc := range oddForms {
		if tc.want != "unread" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := editProvider(objectWith(tc.member, tc.form))
			after, err := p.client(t).Products.Edit(t.Context(), 7, func(p *erpxt.Product) error {
				p.Description += " and new"
				return nil
			})
			require.NoError(t, err)
			sent := sentMembers(t, p.calls[1].body)
			if tc.member == "Quantity" {
				assert.NotContains(t, sent, "Quantity")
			} else if tc.member != "Description" {
				assert.Equal(t, tc.form, sent[tc.member])
				assert.Equal(t, `"old and new"`, sent["Description"])
				assert.Equal(t, []shelfwire.Unread{{Field: tc.member, Raw: tc.form}}, after.Unread)
			}
			assert.Equal(t, `"590"`, sent["Barcode"])
		})
	}
}

// What edit sets is sent in place of what could not be read, and is not unread any more.
func TestProductsService_Edit_SetsUnreadMembers(t *testing.T) {
	t.Parallel()
	const odd = `{"Id":7,"NAME":["Mouse"],"Description":false,"UnitOfMeasurment":{},"Rate":"23%","SaleGrossPrice":"12,50",` +
		`"Quantity":"1,7","ProductType":"x","Note":[1]}`
	p := editProvider(odd)
	after, err := p.client(t).Products.Edit(t.Context(), 7, func(p *erpxt.Product) error {
		assert.Len(t, p.Unread, 7)
		p.Name, p.UnitOfMeasurement, p.Rate, p.SaleGrossPrice = "Mouse", "szt.", erpxt.VAT23, num("12.50")
		return nil
	})
	require.NoError(t, err)
	assert.Equal(t, `{"Name":"Mouse","Description":false,"ItemCode":"","UnitOfMeasurment":"szt.","Rate":9,"SaleGrossPrice":12.50,`+
		`"ProductType":"x","Id":7,"Note":[1]}`, p.calls[1].body)
	assert.Equal(t, []shelfwire.Unread{
		{Field: "Description", Raw: "false"}, {Field: "Quantity", Raw: `"1,7"`}, {Field: "ProductType", Raw: `"x"`},
	}, after.Unread)

	p = editProvider(odd)
	_, err = p.client(t).Products.Edit(t.Context(), 7, func(p *erpxt.Product) error {
		*p = erpxt.Product{ID: 7, Name: "Chair"}
		return nil
	})
	require.NoError(t, err, "another product in its place leaves what was not read to the card")
	assert.Equal(t, `{"Name":"Chair","Description":false,"ItemCode":"","UnitOfMeasurment":{},"Rate":"23%","SaleGrossPrice":"12,50",`+
		`"ProductType":"x","Id":7,"Note":[1]}`, p.calls[1].body)
}

// The stock and the type cannot be set, also when they could not be read.
func TestProductsService_Edit_UnreadReadOnly(t *testing.T) {
	t.Parallel()
	p := editProvider(objectWith("ProductType", `"x"`))
	_, err := p.client(t).Products.Edit(t.Context(), 7, func(p *erpxt.Product) error {
		p.ProductType, p.OnHand = erpxt.ProductTypeGoods, num("1")
		return nil
	})
	clienttest.AssertRejected(t, err, "OnHand", "ProductType")
}

// Of two prices one counts: what could not be read goes back beside the other one unless it is to be worked out anew.
func TestProductsService_Edit_UnreadPrices(t *testing.T) {
	t.Parallel()
	const net, gross = `"SaleNetPrice":"50,0","SaleGrossPrice":61.5`, `"SaleNetPrice":50.0,"SaleGrossPrice":"61,5"`
	const both = `"SaleNetPrice":"50,0","SaleGrossPrice":"61,5"`
	null := shelfwire.Null[shelfwire.Decimal]()
	for name, tc := range map[string]struct {
		card  string
		edit  func(*erpxt.Product)
		sent  string // the prices in the PUT
		after int    // members that are unread afterwards
	}{
		"net, neither changed":         {net, func(*erpxt.Product) {}, `net "50,0" gross 61.5`, 1},
		"net, set":                     {net, func(p *erpxt.Product) { p.SaleNetPrice = num("9") }, `net 9`, 0},
		"net, cleared":                 {net, func(p *erpxt.Product) { p.SaleNetPrice = null }, `gross 61.5`, 0},
		"net, the gross one set":       {net, func(p *erpxt.Product) { p.SaleGrossPrice = num("9") }, `gross 9`, 0},
		"net, the rate set":            {net, func(p *erpxt.Product) { p.Rate = erpxt.VAT8 }, `gross 61.5`, 0},
		"net, the gross one cleared":   {net, func(p *erpxt.Product) { p.SaleGrossPrice = null }, `net "50,0"`, 1},
		"gross, neither changed":       {gross, func(*erpxt.Product) {}, `gross "61,5"`, 1},
		"gross, set":                   {gross, func(p *erpxt.Product) { p.SaleGrossPrice = num("9") }, `gross 9`, 0},
		"gross, cleared":               {gross, func(p *erpxt.Product) { p.SaleGrossPrice = null }, `net 50.0`, 0},
		"gross, the net one set":       {gross, func(p *erpxt.Product) { p.SaleNetPrice = num("9") }, `net 9`, 0},
		"gross, the rate set":          {gross, func(p *erpxt.Product) { p.Rate = erpxt.VAT8 }, `gross "61,5"`, 1},
		"both, neither changed":        {both, func(*erpxt.Product) {}, `net "50,0" gross "61,5"`, 2},
		"both, net set":                {both, func(p *erpxt.Product) { p.SaleNetPrice = num("9") }, `net 9`, 0},
		"both, gross set":              {both, func(p *erpxt.Product) { p.SaleGrossPrice = num("9") }, `gross 9`, 0},
		"both, the rate set":           {both, func(p *erpxt.Product) { p.Rate = erpxt.VAT8 }, `gross "61,5"`, 1},
		"net alone, the rate set":      {`"SaleNetPrice":"50,0"`, func(p *erpxt.Product) { p.Rate = erpxt.VAT8 }, `net "50,0"`, 1},
		"gross alone, the name only":   {`"SaleGrossPrice":"61,5"`, func(p *erpxt.Product) { p.Name = "N" }, `gross "61,5"`, 1},
		"net in a list, gross in text": {`"SaleNetPrice":[1],"SaleGrossPrice":"x"`, func(*erpxt.Product) {}, `net [1] gross "x"`, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := editProvider(`{"Id":7,"Name":"M","UnitOfMeasurment":"szt.","Rate":9,` + tc.card + `}`)
			after, err := p.client(t).Products.Edit(t.Context(), 7, func(p *erpxt.Product) error { tc.edit(p); return nil })
			require.NoError(t, err)
			sent, got := sentMembers(t, p.calls[1].body), ""
			for _, price := range [][2]string{{"net", "SaleNetPrice"}, {"gross", "SaleGrossPrice"}} {
				if text, ok := sent[price[1]]; ok {
					got += " " + price[0] + " " + text
				}
			}
			assert.Equal(t, " "+tc.sent, got)
			assert.Len(t, after.Unread, tc.after)
		})
	}
}

// Replace has nothing to put in the place of what could not be read, so it is rejected until that is set.
func TestProductsService_Replace_Unread(t *testing.T) {
	t.Parallel()
	for name, tc := range oddForms {
		if tc.want != "unread" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := editProvider(objectWith(tc.member, tc.form))
			client := p.client(t)
			product, err := client.Products.Get(t.Context(), 7)
			require.NoError(t, err)
			err = client.Products.Replace(t.Context(), product)
			if tc.member == "Quantity" {
				require.NoError(t, err, "it is never written")
				return
			}
			clienttest.AssertRejected(t, err, map[string]string{"UnitOfMeasurment": "UnitOfMeasurement"}[tc.member]+
				map[bool]string{true: "", false: tc.member}[tc.member == "UnitOfMeasurment"])
			assert.Len(t, p.calls, 1)
			product.Name, product.Description, product.ItemCode, product.ProductCode = "N", "D", "I", "C"
			product.UnitOfMeasurement, product.Rate, product.ProductType = "szt.", erpxt.VAT8, erpxt.ProductTypeGoods
			product.SaleNetPrice, product.SaleGrossPrice = num("1"), num("1.08")
			require.NoError(t, client.Products.Replace(t.Context(), product))
			assert.Equal(t, `{"Name":"N","Description":"D","ItemCode":"I","ProductCode":"C","UnitOfMeasurment":"szt.","Rate":8,`+
				`"SaleNetPrice":1,"SaleGrossPrice":1.08,"ProductType":1,"Id":7`, p.calls[1].body[:len(p.calls[1].body)-
				len(`,"Barcode":"590","Supplier":{"Id":3,"Terms":[1.50,null]}}`)])
		})
	}
	product := fullProduct()
	require.NoError(t, json.Unmarshal([]byte(`{"Id":7,"Name":{},"Rate":"23%","UnitOfMeasurment":"szt."}`), &product))
	err := silentClient(t).Products.Replace(t.Context(), product)
	clienttest.AssertRejected(t, err, "Name", "Rate")
	product.ID = 0
	require.NoError(t, json.Unmarshal([]byte(`{"Id":"x","Name":"M","Rate":9,"UnitOfMeasurment":"szt."}`), &product))
	clienttest.AssertRejected(t, silentClient(t).Products.Replace(t.Context(), product), "ID")
}

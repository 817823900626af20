package erpxttest_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

// encodedProduct is a product as the server sends it.
func encodedProduct(t *testing.T, srv *erpxttest.Server, id int64) string {
	t.Helper()
	status, body := sendRequest(t, srv, http.MethodGet, "/products/"+strconv.FormatInt(id, 10), "")
	require.Equal(t, http.StatusOK, status, body)
	return body
}

// The guide's list, and its single product, to the byte: but for spaces, and for the scale of the latter's prices.
func TestServer_GuideResponses(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	const (
		keyboard = `{"Name":"Klawiatura ergonomiczna","Description":"","ItemCode":"555","ProductCode":"P/000001",` +
			`"UnitOfMeasurment":"szt.","Rate":9,"SaleNetPrice":81.30,"SaleGrossPrice":100.00,"Quantity":0.0,` +
			`"ProductType":0,"Id":10906567}`
		mouse = `{"Name":"Mysz komputerowa","Description":"","ItemCode":"","ProductCode":"P/000002",` +
			`"UnitOfMeasurment":"szt.","Rate":9,"SaleNetPrice":50.00,"SaleGrossPrice":61.50,"Quantity":0.0,` +
			`"ProductType":0,"Id":10951199}`
		disk = `{"Name":"Wymiana dysku","Description":"","ItemCode":"","ProductCode":"P/000003",` +
			`"UnitOfMeasurment":"szt.","Rate":9,"SaleNetPrice":100.00,"SaleGrossPrice":123.00,"Quantity":0.0,` +
			`"ProductType":0,"Id":10985424}`
	)
	ids := srv.AddProducts(
		erpxt.Product{ID: 10906567, Name: "Klawiatura ergonomiczna", ItemCode: "555", SaleGrossPrice: price("100.00")},
		erpxt.Product{ID: 10951199, Name: "Mysz komputerowa", SaleNetPrice: price("50.00")},
		erpxt.Product{ID: 10985424, Name: "Wymiana dysku", SaleNetPrice: price("100.00")},
	)
	assert.Equal(t, []int64{10906567, 10951199, 10985424}, ids)
	resp, body := roundTrip(t, newRequest(t, srv, newToken(t, srv), http.MethodGet, "/products", ""))
	assert.Equal(t, "["+keyboard+","+mouse+","+disk+"]", body)
	assert.Equal(t, "application/json", resp.Header.Get("Content-Type"))
	assert.Equal(t, mouse, encodedProduct(t, srv, 10951199))

	srv.AddProducts(erpxt.Product{
		ID: 10951199, Name: "Mysz komputerowa", ProductCode: "P/000002",
		SaleNetPrice: price("50.0"), SaleGrossPrice: price("61.5"),
	})
	assert.Contains(t, encodedProduct(t, srv, 10951199), `"SaleNetPrice":50.0,"SaleGrossPrice":61.5,`)
}

func TestServer_AddProducts(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	absent := erpxt.Product{Name: "A"}
	null := erpxt.Product{Name: "B", SaleNetPrice: shelfwire.Null[shelfwire.Decimal](), SaleGrossPrice: price("2")}
	full := erpxt.Product{
		ID: 7, Name: "C", Description: `"<d>"`, ItemCode: "i", ProductCode: "P/000003", UnitOfMeasurement: "kg",
		Rate: erpxt.VATNotTaxable, SaleNetPrice: price("1"), SaleGrossPrice: price("3"), OnHand: price("4.5000"),
		ProductType: erpxt.ProductTypeStocked,
	}
	assert.Equal(t, []int64{1, 2, 7, 8}, srv.AddProducts(absent, null, full, erpxt.Product{Name: "D"}))
	assert.Equal(t, []int64{3, 9}, srv.AddProducts(erpxt.Product{ID: 3}, erpxt.Product{}))
	assert.Equal(t, `{"Name":"A","Description":"","ItemCode":"","ProductCode":"P/000001","UnitOfMeasurment":"szt.",`+
		`"Rate":9,"SaleNetPrice":0.00,"SaleGrossPrice":0.00,"Quantity":0.0,"ProductType":0,"Id":1}`, encodedProduct(t, srv, 1))
	assert.Contains(t, encodedProduct(t, srv, 2), `"SaleNetPrice":null,"SaleGrossPrice":2,`)
	assert.Equal(t, `{"Name":"C","Description":"\"<d>\"","ItemCode":"i","ProductCode":"P/000003","UnitOfMeasurment":"kg",`+
		`"Rate":0,"SaleNetPrice":1,"SaleGrossPrice":3,"Quantity":4.5000,"ProductType":2,"Id":7}`, encodedProduct(t, srv, 7))
	all := srv.Products()
	var ids []int64
	var codes []string
	for _, p := range all {
		ids, codes = append(ids, p.ID), append(codes, p.ProductCode)
	}
	assert.Equal(t, []int64{1, 2, 3, 7, 8, 9}, ids)
	assert.Equal(t, []string{"P/000001", "P/000002", "P/000005", "P/000003", "P/000004", "P/000006"}, codes)
	assert.Equal(t, "4.5000", all[3].OnHand.String())
	assert.True(t, all[1].SaleNetPrice.IsNull())
}

func TestServer_AddProducts_FreedCodes(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	srv.AddProducts(
		erpxt.Product{ID: 1, ProductCode: "P/000001"}, erpxt.Product{ID: 2, ProductCode: "P/000002"},
		erpxt.Product{ID: 3, ProductCode: "P/000003"},
	)
	srv.AddProducts(erpxt.Product{ID: 1, ProductCode: "X"})
	srv.DeleteProducts(3)
	srv.AddProducts(erpxt.Product{}, erpxt.Product{})
	var codes []string
	for _, p := range srv.Products() {
		codes = append(codes, p.ProductCode)
	}
	assert.Equal(t, []string{"X", "P/000002", "P/000001", "P/000003"}, codes)
}

func TestServer_SetOnHand(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	id := srv.AddProducts(erpxt.Product{Name: "A"})[0]
	srv.SetExtra(id, map[string]json.RawMessage{"Brand": []byte(`"B"`)})
	srv.SetOnHand(id, shelfwire.MustDecimal("-2.50"))
	assert.Equal(t, "-2.50", srv.Products()[0].OnHand.String())
	assert.Contains(t, encodedProduct(t, srv, id), `"Quantity":-2.50,"ProductType":0,"Id":1,"Brand":"B"}`)
	assert.PanicsWithValue(t, "erpxttest: there is no Product 2", func() { srv.SetOnHand(2, shelfwire.NewDecimal(1)) })
}

func TestServer_DeleteProducts(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	addNumbered(srv, 3)
	srv.DeleteProducts(3)
	srv.DeleteProducts(3)
	assert.Equal(t, "1 2", listIDs(t, srv))
	assert.Equal(t, []int64{4}, srv.AddProducts(erpxt.Product{Name: "Z"}), "no id is used twice")
}

func TestServer_SetExtra(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	id := srv.AddProducts(erpxt.Product{Name: "A"})[0]
	assert.Nil(t, srv.Extra(id))
	assert.Nil(t, srv.Extra(99))
	extra := map[string]json.RawMessage{"Tags": []byte(`["x", 1.50]`), "Brand": []byte("null")}
	srv.SetExtra(id, extra)
	assert.Contains(t, encodedProduct(t, srv, id), `"Id":1,"Brand":null,"Tags":["x",1.50]}`)
	srv.Extra(id)["Brand"][0] = 'X'
	extra["Tags"][0] = 'X'
	assert.Equal(t, "null", string(srv.Extra(id)["Brand"]), "it is a copy")
	assert.JSONEq(t, `["x", 1.50]`, string(srv.Extra(id)["Tags"]))
	srv.AddProducts(erpxt.Product{ID: id, Name: "B"})
	assert.Len(t, srv.Extra(id), 2)
	srv.SetExtra(id, nil)
	assert.Nil(t, srv.Extra(id))
	for name, members := range map[string]map[string]json.RawMessage{
		"documented": {"Quantity": []byte("1")}, "not JSON": {"Brand": []byte("x")},
	} {
		assert.Panics(t, func() { srv.SetExtra(id, members) }, name)
	}
	assert.Panics(t, func() { srv.SetExtra(99, nil) })
}

// What the client promises of Edit, against a server that overwrites: unknown members survive, stock stays as it is.
func TestServer_Edit_KeepsEverything(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	id := srv.AddProducts(erpxt.Product{
		Name: "A", Description: "d", ItemCode: "i", SaleGrossPrice: price("10.01"), Rate: erpxt.VAT8,
		OnHand: price("5"), ProductType: erpxt.ProductTypeStocked,
	})[0]
	srv.SetExtra(id, map[string]json.RawMessage{"Brand": []byte(`{"Name": "B", "Since": 1990.0}`), "z": []byte("null")})
	before, extra := encodedProduct(t, srv, id), srv.Extra(id)
	_, err := srv.Client(nil).Products.Edit(t.Context(), id, func(p *erpxt.Product) error {
		srv.SetOnHand(id, shelfwire.NewDecimal(3)) // sold meanwhile
		p.Name = "A"
		return nil
	})
	require.NoError(t, err)
	assert.Equal(t, extra, srv.Extra(id))
	assert.Equal(t, "3", srv.Products()[0].OnHand.String())
	srv.SetOnHand(id, shelfwire.NewDecimal(5))
	assert.JSONEq(t, before, encodedProduct(t, srv, id))
}

func TestServer_AllOperations(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	client, ctx := srv.Client(nil), t.Context()
	id, err := client.Products.Create(ctx, erpxt.NewProduct{
		Name: "Mysz 5\" O'Neil; & co + 100%", UnitOfMeasurement: "szt.", Rate: erpxt.VAT5, SaleNetPrice: price("100"),
	})
	require.NoError(t, err)
	found, err := client.Products.List(ctx, erpxt.ProductQuery{
		Filter: erpxt.ProductName.Eq("Mysz 5\" O'Neil; & co + 100%").And(erpxt.Not(erpxt.ProductRate.Eq(erpxt.VAT23))),
	})
	require.NoError(t, err)
	require.Len(t, found, 1)
	assert.Equal(t, id, found[0].ID)
	assert.Equal(t, "105.00", found[0].SaleGrossPrice.String())
	found[0].Description = "d"
	require.NoError(t, client.Products.Replace(ctx, found[0]))
	got, err := client.Products.Get(ctx, id)
	require.NoError(t, err)
	assert.Equal(t, "d", got.Description)
	require.NoError(t, client.Products.Delete(ctx, id))
	_, err = client.Products.Get(ctx, id)
	require.ErrorIs(t, err, shelfwire.ErrNotFound)
	require.ErrorIs(t, client.Products.Delete(ctx, id), shelfwire.ErrNotFound)
	require.ErrorIs(t, client.Products.Replace(ctx, got), shelfwire.ErrNotFound)

	stocked := srv.AddProducts(erpxt.Product{Name: "A", ProductType: erpxt.ProductTypeStocked})[0]
	err = client.Products.Delete(ctx, stocked)
	require.ErrorIs(t, err, shelfwire.ErrInvalid)
	e, ok := errors.AsType[*shelfwire.Error](err)
	require.True(t, ok)
	assert.Equal(t, "InvalidOperationException", e.Code)
	assert.Len(t, srv.Products(), 1)
}

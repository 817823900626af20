package erpxttest_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

const required = `"Name":"A","UnitOfMeasurment":"szt.","Rate":9`

func TestServer_Create(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	status, body := sendRequest(t, srv, http.MethodPost, "/products", `{"Name": "Mysz komputerowa bezprzewodowa",
		"Description": "", "ItemCode": "", "UnitOfMeasurment": "szt.", "Rate": 9, "SaleGrossPrice": 24.99}`)
	require.Equal(t, http.StatusOK, status)
	assert.Equal(t, "1", body)
	assert.Equal(t, `{"Name":"Mysz komputerowa bezprzewodowa","Description":"","ItemCode":"","ProductCode":"P/000001",`+
		`"UnitOfMeasurment":"szt.","Rate":9,"SaleNetPrice":20.32,"SaleGrossPrice":24.99,"Quantity":0.0,"ProductType":0,`+
		`"Id":1}`, encodedProduct(t, srv, 1))

	_, body = sendRequest(t, srv, http.MethodPost, "/products/", `{`+required+`, "Description": "d", "ItemCode": "i",
		"ProductCode": "P/000003", "Quantity": 5, "ProductType": 2, "Id": 77, "Brand": "B"}`)
	assert.Equal(t, "2", body, "what is no parameter is ignored")
	assert.Equal(t, `{"Name":"A","Description":"d","ItemCode":"i","ProductCode":"P/000003","UnitOfMeasurment":"szt.",`+
		`"Rate":9,"SaleNetPrice":0.00,"SaleGrossPrice":0.00,"Quantity":0.0,"ProductType":0,"Id":2}`, encodedProduct(t, srv, 2))

	for range 2 {
		sendRequest(t, srv, http.MethodPost, "/products", `{`+required+`, "ProductCode": null}`)
	}
	assert.Equal(t, "P/000002", srv.Products()[2].ProductCode)
	assert.Equal(t, "P/000004", srv.Products()[3].ProductCode, "a code that is taken is left out")
	_, body = sendRequest(t, srv, http.MethodPost, "/products", `{`+required+`, "ProductCode": "P/000003"}`)
	assert.Equal(t, "5", body, "two products may have the same code")
}

func TestServer_Prices(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	for name, tc := range map[string]struct{ rate, sent, want string }{
		"gross at 23 %":           {"9", `"SaleGrossPrice": 24.99`, `"SaleNetPrice":20.32,"SaleGrossPrice":24.99`},
		"gross at 8 %":            {"8", `"SaleGrossPrice": 10`, `"SaleNetPrice":9.26,"SaleGrossPrice":10`},
		"gross at 5 %":            {"7", `"SaleGrossPrice": 10`, `"SaleNetPrice":9.52,"SaleGrossPrice":10`},
		"gross at 4 %":            {"6", `"SaleGrossPrice": 10`, `"SaleNetPrice":9.62,"SaleGrossPrice":10`},
		"gross at 0 %":            {"2", `"SaleGrossPrice": 10`, `"SaleNetPrice":10.00,"SaleGrossPrice":10`},
		"gross, exempt":           {"1", `"SaleGrossPrice": 10`, `"SaleNetPrice":10.00,"SaleGrossPrice":10`},
		"gross, not taxable":      {"0", `"SaleGrossPrice": 10`, `"SaleNetPrice":10.00,"SaleGrossPrice":10`},
		"net at 23 %":             {"9", `"SaleNetPrice": 50`, `"SaleNetPrice":50,"SaleGrossPrice":61.50`},
		"net at 8 %":              {"8", `"SaleNetPrice": 9.26`, `"SaleNetPrice":9.26,"SaleGrossPrice":10.00`},
		"net at 5 %":              {"7", `"SaleNetPrice": 9.52`, `"SaleNetPrice":9.52,"SaleGrossPrice":10.00`},
		"net at 4 %":              {"6", `"SaleNetPrice": 9.62`, `"SaleNetPrice":9.62,"SaleGrossPrice":10.00`},
		"net, exempt":             {"1", `"SaleNetPrice": 9.6`, `"SaleNetPrice":9.6,"SaleGrossPrice":9.60`},
		"half up, gross":          {"7", `"SaleNetPrice": 0.10`, `"SaleNetPrice":0.10,"SaleGrossPrice":0.11`},
		"half up, net":            {"2", `"SaleGrossPrice": 0.005`, `"SaleNetPrice":0.01,"SaleGrossPrice":0.01`},
		"below the half":          {"2", `"SaleGrossPrice": 1.0049`, `"SaleNetPrice":1.00,"SaleGrossPrice":1.00`},
		"both: net counts":        {"9", `"SaleNetPrice": 1, "SaleGrossPrice": 9`, `"SaleNetPrice":1,"SaleGrossPrice":1.23`},
		"both, net is 0":          {"9", `"SaleNetPrice": 0, "SaleGrossPrice": 9`, `"SaleNetPrice":0,"SaleGrossPrice":0.00`},
		"null is not given":       {"9", `"SaleNetPrice": null, "SaleGrossPrice": 1.23`, `"SaleNetPrice":1.00,"SaleGrossPrice":1.23`},
		"none":                    {"9", `"Description": ""`, `"SaleNetPrice":0.00,"SaleGrossPrice":0.00`},
		"no binary fractions":     {"9", `"SaleNetPrice": 1234567890123.45`, `"SaleNetPrice":1234567890123.45,"SaleGrossPrice":1518518504851.84`},
		"one place stays as sent": {"9", `"SaleNetPrice": 50.0`, `"SaleNetPrice":50.0,"SaleGrossPrice":61.50`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, id := sendRequest(t, srv, http.MethodPost, "/products",
				`{"Name": "A", "UnitOfMeasurment": "szt.", "Rate": `+tc.rate+`, `+tc.sent+`}`)
			require.Equal(t, http.StatusOK, status, id)
			_, body := sendRequest(t, srv, http.MethodGet, "/products/"+id, "")
			assert.Contains(t, body, `"Rate":`+tc.rate+`,`+tc.want+`,`)
		})
	}
}

// As the guide warns, members that are left out are overwritten.
func TestServer_Replace_Overwrites(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	srv.AddProducts(erpxt.Product{
		ID: 12156943, Name: "Klawiatura", Description: "d", ItemCode: "555", ProductCode: "P/7",
		UnitOfMeasurement: "kpl.", Rate: erpxt.VAT8, SaleNetPrice: price("1"), OnHand: price("6.0000"),
		ProductType: erpxt.ProductTypeStocked,
	})
	srv.SetExtra(12156943, map[string]json.RawMessage{"Brand": []byte(`"B"`), "Z": []byte("1")})

	// the guide's own example
	status, body := sendRequest(t, srv, http.MethodPut, "/products", `{"Name": "Klawiatura ergonomiczna",
		"UnitOfMeasurment": "szt.", "Rate": 9, "SaleGrossPrice": 139.00, "Id": 12156943}`)
	assert.Equal(t, http.StatusNoContent, status)
	assert.Empty(t, body)
	assert.Equal(t, `{"Name":"Klawiatura ergonomiczna","Description":"","ItemCode":"","ProductCode":"",`+
		`"UnitOfMeasurment":"szt.","Rate":9,"SaleNetPrice":113.01,"SaleGrossPrice":139.00,"Quantity":6.0000,`+
		`"ProductType":2,"Id":12156943}`, encodedProduct(t, srv, 12156943))
	assert.Nil(t, srv.Extra(12156943))

	status, _ = sendRequest(t, srv, http.MethodPut, "/products/", `{`+required+`, "Id": 12156943, "$id": "1", "Z": [1.0],
		"Quantity": 1, "ProductType": 1, "ProductCode": "P/8", "Brand": null, "Z": [2.0]}`)
	if status != http.StatusNoContent { // a strict reader rejects a name that comes twice
		status, _ = sendRequest(t, srv, http.MethodPut, "/products/", `{`+required+`, "Id": 12156943, "$id": "1", "Z": [2.0],
			"Quantity": 1, "ProductType": 1, "ProductCode": "P/8", "Brand": null}`)
	}
	assert.Equal(t, http.StatusNoContent, status)
	assert.Equal(t, `{"Name":"A","Description":"","ItemCode":"","ProductCode":"P/8","UnitOfMeasurment":"szt.","Rate":9,`+
		`"SaleNetPrice":0.00,"SaleGrossPrice":0.00,"Quantity":1,"ProductType":1,"Id":12156943,"Z":[2.0],"Brand":null}`,
		encodedProduct(t, srv, 12156943))
}

func TestServer_RejectedWrites(t *testing.T) {
	t.Parallel()
	const rest = `"Id": 1, ` + required
	for name, tc := range map[string]struct{ body, field, problem string }{
		"no name":           {`{"Id": 1, "UnitOfMeasurment": "szt.", "Rate": 9}`, "Name", "is missing"},
		"empty name":        {`{"Id": 1, "Name": "", "UnitOfMeasurment": "szt.", "Rate": 9}`, "Name", "is missing"},
		"null name":         {`{"Id": 1, "Name": null, "UnitOfMeasurment": "szt.", "Rate": 9}`, "Name", "is missing"},
		"name is a number":  {`{"Id": 1, "Name": 5, "UnitOfMeasurment": "szt.", "Rate": 9}`, "Name", "is not a text"},
		"no unit":           {`{"Id": 1, "Name": "A", "Rate": 9}`, "UnitOfMeasurment", "is missing"},
		"unit spelt right":  {`{"Id": 1, "Name": "A", "UnitOfMeasurement": "szt.", "Rate": 9}`, "UnitOfMeasurment", "is missing"},
		"no rate":           {`{"Id": 1, "Name": "A", "UnitOfMeasurment": "szt."}`, "Rate", "is missing"},
		"unknown rate":      {`{"Id": 1, "Name": "A", "UnitOfMeasurment": "szt.", "Rate": 3}`, "Rate", "is not a known rate"},
		"negative rate":     {`{"Id": 1, "Name": "A", "UnitOfMeasurment": "szt.", "Rate": -1}`, "Rate", "is not a known rate"},
		"rate is a text":    {`{"Id": 1, "Name": "A", "UnitOfMeasurment": "szt.", "Rate": "23%"}`, "Rate", "is not a whole number"},
		"negative net":      {`{` + rest + `, "SaleNetPrice": -0.01}`, "SaleNetPrice", "must not be negative"},
		"negative gross":    {`{` + rest + `, "SaleGrossPrice": -1}`, "SaleGrossPrice", "must not be negative"},
		"price is a text":   {`{` + rest + `, "SaleGrossPrice": "free"}`, "SaleGrossPrice", "is not a number"},
		"description is {}": {`{` + rest + `, "Description": {}}`, "Description", "is not a text"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := erpxttest.NewServer(t)
			srv.AddProducts(erpxt.Product{Name: "A"})
			before := encodedProduct(t, srv, 1)
			for _, method := range []string{http.MethodPost, http.MethodPut} {
				r := mustReject(t, srv, method, "/products", tc.body)
				assert.Equal(t, map[string][]string{tc.field: {tc.problem}}, r.ModelState)
				assert.Contains(t, r.Message, tc.field)
			}
			assert.Len(t, srv.Products(), 1)
			assert.Equal(t, before, encodedProduct(t, srv, 1))
		})
	}
}

func TestServer_Replace_Rejected(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	srv.AddProducts(erpxt.Product{Name: "Z"})
	for name, tc := range map[string]struct{ body, field, problem string }{
		"no id":           {`{` + required + `}`, "Id", "is missing"},
		"id is a text":    {`{"Id": "x", ` + required + `}`, "Id", "is not a whole number"},
		"stock is a text": {`{"Id": 1, ` + required + `, "Quantity": "much"}`, "Quantity", "is not a number"},
		"unknown type":    {`{"Id": 1, ` + required + `, "ProductType": 3}`, "ProductType", "is not a known type"},
		"negative type":   {`{"Id": 1, ` + required + `, "ProductType": -1}`, "ProductType", "is not a known type"},
	} {
		r := mustReject(t, srv, http.MethodPut, "/products", tc.body)
		assert.Equal(t, map[string][]string{tc.field: {tc.problem}}, r.ModelState, name)
	}
	assert.Equal(t, "Z", srv.Products()[0].Name)
	several := mustReject(t, srv, http.MethodPut, "/products", `{"Rate": 4}`)
	assert.Len(t, several.ModelState, 4)
}

// A code that the documentation does not know goes back as it came, and is no rate of VAT.
func TestServer_Replace_UndocumentedCodes(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	srv.AddProducts(erpxt.Product{Name: "A", Rate: "code 10", ProductType: "type 7", SaleGrossPrice: price("5.00")})
	_, err := srv.Client(nil).Products.Edit(t.Context(), 1, func(p *erpxt.Product) error {
		p.Name = "B"
		return nil
	})
	require.NoError(t, err)
	assert.Equal(t, `{"Name":"B","Description":"","ItemCode":"","ProductCode":"P/000001","UnitOfMeasurment":"szt.",`+
		`"Rate":10,"SaleNetPrice":5.00,"SaleGrossPrice":5.00,"Quantity":0.0,"ProductType":7,"Id":1}`, encodedProduct(t, srv, 1))
	r := mustReject(t, srv, http.MethodPut, "/products", `{"Id": 1, "Name": "A", "UnitOfMeasurment": "x", "Rate": 11}`)
	assert.Equal(t, map[string][]string{"Rate": {"is not a known rate"}}, r.ModelState)
}

func TestServer_UnknownProduct(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	srv.AddProducts(erpxt.Product{Name: "A"})
	for name, tc := range map[string]struct{ method, path, body, id string }{
		"get":     {"GET", "/products/2", "", "2"},
		"get 0":   {"GET", "/products/0", "", "0"},
		"delete":  {"DELETE", "/products/-1", "", "-1"},
		"replace": {"PUT", "/products", `{` + required + `, "Id": 2, "Quantity": "ignored"}`, "2"},
	} {
		r := mustReject(t, srv, tc.method, tc.path, tc.body)
		assert.Equal(t, "EntityNotFoundException", r.Code, name)
		assert.Equal(t, map[string]string{"EntityId": tc.id, "EntityName": "Product"}, r.Data, name)
	}
	for _, method := range []string{"GET", "DELETE"} {
		r := mustReject(t, srv, method, "/products/P%2F000001", "")
		assert.Equal(t, []string{"is not a whole number"}, r.ModelState["id"])
	}
}

func TestServer_Delete(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	srv.AddProducts(
		erpxt.Product{ProductType: erpxt.ProductTypeService}, erpxt.Product{ProductType: erpxt.ProductTypeGoods},
		erpxt.Product{ProductType: erpxt.ProductTypeStocked, OnHand: shelfwire.Set(shelfwire.NewDecimal(0))},
	)
	for _, path := range []string{"/products/1", "/products/2"} {
		status, body := sendRequest(t, srv, http.MethodDelete, path, "")
		assert.Equal(t, http.StatusNoContent, status)
		assert.Empty(t, body)
	}
	r := mustReject(t, srv, http.MethodDelete, "/products/3", "")
	assert.Equal(t, "InvalidOperationException", r.Code)
	assert.Equal(t, "3", listIDs(t, srv))
}

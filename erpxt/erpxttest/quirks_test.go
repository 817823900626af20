package erpxttest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/faults"
)

// A client that sends an odd form back leaves it as it is, and Edit does.
func TestServer_SetOddForm(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	srv.AddProducts(erpxt.Product{
		Name: "A", Description: "d", Rate: erpxt.VAT8, SaleGrossPrice: price("10.80"), OnHand: price("5"),
		ProductType: erpxt.ProductTypeGoods,
	})
	forms := map[string]string{
		"Name": `["A", 1]`, "Rate": `"23%"`, "SaleNetPrice": `"10,00"`, "Quantity": `"1,7"`, "ProductType": `"towar"`,
	}
	for member, form := range forms {
		srv.SetOddForm(1, member, form)
	}
	const odd = `{"Name":["A",1],"Description":"%s","ItemCode":"","ProductCode":"P/000001","UnitOfMeasurment":"szt.","Rate":"23%%",` +
		`"SaleNetPrice":"10,00","SaleGrossPrice":10.80,"Quantity":"1,7","ProductType":"towar","Id":1}`
	assert.Equal(t, fmt.Sprintf(odd, "d"), encodedProduct(t, srv, 1))
	assert.Equal(t, "1", listIDs(t, srv, "$filter", "Rate eq 8 and Quantity eq 5"), "filters go by the value")

	client := srv.Client(nil)
	_, err := client.Products.Edit(t.Context(), 1, func(p *erpxt.Product) error {
		assert.Len(t, p.Unread, 5)
		p.Description = "new"
		return nil
	})
	require.NoError(t, err)
	assert.Equal(t, fmt.Sprintf(odd, "new"), encodedProduct(t, srv, 1))
	assert.Len(t, srv.Products()[0].Unread, 5)

	_, err = client.Products.Edit(t.Context(), 1, func(p *erpxt.Product) error {
		p.Name, p.Rate, p.SaleGrossPrice = "B", erpxt.VAT23, price("12.30")
		return nil
	})
	require.NoError(t, err)
	assert.Equal(t, `{"Name":"B","Description":"new","ItemCode":"","ProductCode":"P/000001","UnitOfMeasurment":"szt.","Rate":9,`+
		`"SaleNetPrice":10.00,"SaleGrossPrice":12.30,"Quantity":"1,7","ProductType":"towar","Id":1}`, encodedProduct(t, srv, 1))
	srv.SetOnHand(1, shelfwire.NewDecimal(4))
	srv.SetOddForm(1, "ProductType", "")
	srv.SetExtra(1, map[string]json.RawMessage{"Z": []byte("1")})
	assert.Contains(t, encodedProduct(t, srv, 1), `"Quantity":4,"ProductType":1,"Id":1,"Z":1}`)

	srv.SetOddForm(1, "Name", "false")
	srv.AddProducts(erpxt.Product{ID: 1, Name: "C"})
	assert.Contains(t, encodedProduct(t, srv, 1), `{"Name":"C",`)
}

// A member that is sent otherwise, or left out, loses its odd form; one that is no parameter keeps it when it is left out.
func TestServer_SetOddForm_OtherClients(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	srv.AddProducts(erpxt.Product{Name: "A", Description: "d"})
	for member, form := range map[string]string{"Description": "7", "Rate": `"x"`, "Quantity": `"q"`, "ProductType": `"t"`, "Id": `"i"`} {
		srv.SetOddForm(1, member, form)
	}
	r := mustReject(t, srv, http.MethodPut, "/products", `{"Id": 1, "Name": "A", "UnitOfMeasurment": "szt.", "Rate": "y"}`)
	assert.Equal(t, []string{"is not a whole number"}, r.ModelState["Rate"])
	status, body := sendRequest(t, srv, http.MethodPut, "/products", `{"Id": 1, "Name": "A", "UnitOfMeasurment": "szt.", "Rate": "x"}`)
	require.Equal(t, http.StatusNoContent, status, body)
	assert.Contains(t, encodedProduct(t, srv, 1), `"Description":"",`)
	assert.Contains(t, encodedProduct(t, srv, 1), `"Rate":"x",`)
	assert.Contains(t, encodedProduct(t, srv, 1), `"Quantity":"q","ProductType":"t","Id":"i"}`)
	status, body = sendRequest(t, srv, http.MethodPut, "/products", `{`+required+`, "Id": 1, "Quantity": 3, "ProductType": "t"}`)
	require.Equal(t, http.StatusNoContent, status, body)
	assert.Contains(t, encodedProduct(t, srv, 1), `"Rate":9,`)
	assert.Contains(t, encodedProduct(t, srv, 1), `"Quantity":3,"ProductType":"t","Id":"i"}`)
}

// A text that is not UTF-8 comes as it is, and Edit does not write another one in its place.
func TestServer_SetOddForm_Texts(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	srv.AddProducts(erpxt.Product{Name: "A"})
	for form, want := range map[string]string{"\"Mysz \xb3\"": "Mysz \xb3", `"Mysz \ud83d"`: "Mysz \xed\xa0\xbd"} {
		srv.SetOddForm(1, "Name", form)
		_, err := srv.Client(nil).Products.Edit(t.Context(), 1, func(p *erpxt.Product) error {
			assert.Equal(t, want, p.Name)
			p.SaleGrossPrice = price("9")
			return nil
		})
		require.ErrorIs(t, err, shelfwire.ErrInvalid)
		require.ErrorContains(t, err, "Name is not UTF-8")
		assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
	}
	assert.Zero(t, srv.Calls("Products.Replace"))
}

func TestServer_SetOddForm_Panics(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	srv.AddProducts(erpxt.Product{Name: "A"})
	assert.Panics(t, func() { srv.SetOddForm(2, "Name", "1") })
	assert.Panics(t, func() { srv.SetOddForm(1, "Brand", "1") })
	assert.Panics(t, func() { srv.SetOddForm(1, "Name", "{") })
}

// A row whose id cannot be read is a gap of the walk, and only that.
func TestServer_SetOddForm_IDs(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	addNumbered(srv, 5)
	srv.SetOddForm(2, "Id", `"two"`)
	srv.SetOddForm(4, "Rate", `"23%"`)
	var ids []int64
	var last error
	for p, err := range srv.Client(nil).Products.All(t.Context(), erpxt.ProductQuery{PageSize: 3}) {
		if last = err; err == nil {
			ids = append(ids, p.ID)
		}
	}
	assert.Equal(t, []int64{1, 3, 4, 5}, ids)
	var gaps *erpxt.GapsError
	require.ErrorAs(t, last, &gaps)
	assert.Equal(t, []erpxt.Gap{{Page: 1, Position: 2, Unread: []shelfwire.Unread{{Field: "Id", Raw: `"two"`}}}}, gaps.Gaps)
}

// A client reads the id of a new product in other forms than the bare one.
func TestServer_Fail_EditedCreateResponse(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	client := srv.Client(nil)
	for i, format := range []string{`{"Id":%s}`, `"%s"`, "%s.0"} {
		srv.Fail(faults.Edit(func(id []byte) []byte { return fmt.Appendf(nil, format, id) }).On("Products.Create"))
		id, err := client.Products.Create(t.Context(), newBowl())
		require.NoError(t, err)
		assert.EqualValues(t, i+1, id)
	}
	srv.Fail(faults.JSON(200, "false").AfterApplying().On("Products.Create"))
	_, err := client.Products.Create(t.Context(), newBowl())
	assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
	assert.Len(t, srv.Products(), 4, "created all the same")
}

// A client takes the product for a success where 204 is documented, and asks again after anything else.
func TestServer_Fail_EditedChangeResponse(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	addNumbered(srv, 2)
	client := srv.Client(nil)
	product := fmt.Appendf(nil, `{"Id":1,"Name":"N"}`)
	srv.Fail(faults.Edit(func([]byte) []byte { return product }).On("Products.Replace", "Products.Delete").Times(2))
	_, err := client.Products.Edit(t.Context(), 1, func(p *erpxt.Product) error { p.Name = "N"; return nil })
	require.NoError(t, err)
	assert.Equal(t, "N", srv.Products()[0].Name)
	require.NoError(t, client.Products.Delete(t.Context(), 1))
	requests := srv.Requests()
	assert.Equal(t, http.StatusOK, requests[len(requests)-1].Status)

	srv.Fail(faults.JSON(200, `{"Message":"An error has occurred."}`).AfterApplying().On("Products.Delete"))
	require.NoError(t, client.Products.Delete(t.Context(), 2), "deleted, asked again, and not there any more")
	assert.Empty(t, srv.Products())
}

// The error of a client with a wrong base URL says so, and does not match ErrNotFound.
func TestServer_WrongURL(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	addNumbered(srv, 1)
	client := srv.Client(nil)
	_, err := client.Products.Get(t.Context(), 1) // and a token
	require.NoError(t, err)
	srv.Fail(routerFault().Always())
	_, err = client.Products.Get(t.Context(), 1)
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	assert.NotErrorIs(t, err, shelfwire.ErrNotFound)
	require.ErrorContains(t, err, "No HTTP resource was found")
	err = client.Products.Delete(t.Context(), 1)
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	assert.Equal(t, shelfwire.OutcomeRejected, shelfwire.OutcomeOf(err))

	_, err = srv.Client(&shelfwire.Options{BaseURL: srv.URL() + "/v2"}).Products.Get(t.Context(), 1)
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	require.ErrorContains(t, err, "No HTTP resource was found")
}

// Nothing was deleted: the router's 404 after a 503 proves nothing.
func TestServer_Fail_DeleteMeetsRouter(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	addNumbered(srv, 1)
	srv.Fail(faults.HTML(503).On("Products.Delete"), routerFault().On("Products.Delete"))
	err := srv.Client(nil).Products.Delete(t.Context(), 1)
	require.Error(t, err)
	assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
	assert.Len(t, srv.Products(), 1)
}

func routerFault() faults.Fault { return faults.JSON(404, erpxttest.RouterNotFound) }

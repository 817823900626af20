package erpxttest_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

func TestServer_CreateCustomer(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	assert.EqualValues(t, 1, mustCreate(t, srv, "/v1.2/customers", `{"Name": "Jan", "Unknown": 1}`))
	assert.Equal(t, `{"Name":"Jan","CountryCode":"","CustomerTaxNumber":"","CustomerCode":"K/000001","Mail":"",`+
		`"PhoneNumber":"","CustomerType":0,"Address":null,"CustomerStatus":0,"RepresentativeFirstName":"",`+
		`"RepresentativeLastName":"","Id":1}`, encodedRecord(t, srv, "/v1.2/customers/1"), "what is no parameter is ignored")
	mustCreate(t, srv, "/v1.2/customers/", `{"Name": "B", "CountryCode": "PL", "CustomerTaxNumber": "6770065406",
		"CustomerCode": "K/000003", "Mail": "b@example.com", "PhoneNumber": "+48 12", "CustomerType": 1, "CustomerStatus": 1,
		"RepresentativeFirstName": "no parameter", "Address": {"Street": "S", "BuildingNumber": "7", "FlatNumber": "2",
		"PostalCode": "30-001", "City": "Kraków", "Unknown": 2}}`)
	assert.Equal(t, `{"Name":"B","CountryCode":"PL","CustomerTaxNumber":"6770065406","CustomerCode":"K/000003",`+
		`"Mail":"b@example.com","PhoneNumber":"+48 12","CustomerType":1,"Address":{"Street":"S","BuildingNumber":"7",`+
		`"FlatNumber":"2","PostalCode":"30-001","City":"Kraków","Id":1},"CustomerStatus":1,"RepresentativeFirstName":"",`+
		`"RepresentativeLastName":"","Id":2}`, encodedRecord(t, srv, "/v1.2/customers/2"))
	for range 2 {
		mustCreate(t, srv, "/v1.2/customers", `{"Name": "C"}`)
	}
	assert.Equal(t, "K/000002", srv.Customers()[2].CustomerCode)
	assert.Equal(t, "K/000004", srv.Customers()[3].CustomerCode, "a code that is taken is left out")
}

func TestServer_RejectedCustomers(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ body, field, problem string }{
		"no name":             {`{}`, "Name", "is missing"},
		"name is a number":    {`{"Name": 1}`, "Name", "is not a text"},
		"unknown type":        {`{"Name": "A", "CustomerType": 2}`, "CustomerType", "is not a known code"},
		"unknown status":      {`{"Name": "A", "CustomerStatus": 4}`, "CustomerStatus", "is not a known code"},
		"EU without country":  {`{"Name": "A", "CustomerStatus": 1}`, "CountryCode", "is missing"},
		"triangular":          {`{"Name": "A", "CustomerStatus": 3}`, "CountryCode", "is missing"},
		"OSS without country": {`{"Name": "A", "CustomerStatus": 10}`, "CountryCode", "is missing"},
		"address is a text":   {`{"Name": "A", "Address": "S 7"}`, "Address", "is not an object"},
		"street is a number":  {`{"Name": "A", "Address": {"Street": 7}}`, "Address.Street", "is not a text"},
		"foreign address":     {`{"Name": "A", "Address": {"Id": 9}}`, "Address.Id", "is not that of the customer's address"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newShop(t)
			before := srv.Snapshot()
			r := mustReject(t, srv, http.MethodPost, "/v1.2/customers", tc.body)
			assert.Equal(t, map[string][]string{tc.field: {tc.problem}}, r.ModelState)
			r = mustReject(t, srv, http.MethodPut, "/v1.2/customers", `{"Id": 1, `+tc.body[1:])
			if name == "no name" {
				r = mustReject(t, srv, http.MethodPut, "/v1.2/customers", `{"Id": 1}`)
			}
			assert.Equal(t, map[string][]string{tc.field: {tc.problem}}, r.ModelState)
			assert.Equal(t, before, srv.Snapshot())
		})
	}
	srv := newShop(t)
	r := mustReject(t, srv, http.MethodPost, "/v1.2/customers", `{"Name": "A", "Id": 0}`)
	assert.Equal(t, map[string][]string{"Id": {"is assigned by the server"}}, r.ModelState)
	r = mustReject(t, srv, http.MethodPut, "/v1.2/customers", `{"Name": "A"}`)
	assert.Equal(t, map[string][]string{"Id": {"is missing"}}, r.ModelState)
	r = mustReject(t, srv, http.MethodPut, "/v1.2/customers", `{"Name": "A", "Id": 9}`)
	assert.Equal(t, "there is no row with this identifier: Customer#9", r.Message)
}

// What is left out is overwritten; an address keeps its id only when it is sent.
func TestServer_ReplaceCustomer(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	var customer erpxt.Customer
	require.NoError(t, json.Unmarshal([]byte(`{"Id": 1, "Name": "Z", "CustomerCode": "K/9", "RepresentativeFirstName": "Ala", "X": [1.0],
		"Address": {"Id": 40, "City": "Kraków", "Y": null}, "CustomerType": 1}`), &customer))
	srv.AddCustomers(customer)
	const path = "/v1.2/customers"
	assert.Contains(t, encodedRecord(t, srv, path+"/1"), `"Y":null},"CustomerStatus":0,`)

	mustSend(t, srv, http.MethodPut, path, `{"Id": 1, "Name": "Z", "Mail": "z@example.com", "RepresentativeFirstName": "Ala",
		"Address": {"Id": 40, "City": "Łódź", "Y": 2}, "$id": "1", "X": [1.0]}`)
	assert.Equal(t, `{"Name":"Z","CountryCode":"","CustomerTaxNumber":"","CustomerCode":"","Mail":"z@example.com",`+
		`"PhoneNumber":"","CustomerType":0,"Address":{"Street":"","BuildingNumber":"","FlatNumber":"","PostalCode":"",`+
		`"City":"Łódź","Id":40,"Y":2},"CustomerStatus":0,"RepresentativeFirstName":"Ala","RepresentativeLastName":"",`+
		`"Id":1,"X":[1.0]}`, encodedRecord(t, srv, path+"/1"))

	mustSend(t, srv, http.MethodPut, path, `{"Id": 1, "Name": "Z", "Address": {"City": "Łódź"}}`)
	address := srv.Customers()[0].Address
	assert.Equal(t, "Łódź", address.City)
	assert.NotContains(t, []int64{0, 40}, address.ID, "an address without an id is a new one")
	_, kept := srv.Customers()[0].Member("X")
	assert.False(t, kept)

	mustSend(t, srv, http.MethodPut, path, `{"Id": 1, "Name": "Z"}`)
	assert.Equal(t, "null", members(t, encodedRecord(t, srv, path+"/1"), "Address")["Address"])
	assert.Zero(t, srv.Customers()[0].Address.ID)
}

func TestServer_AddCustomers(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	ids := srv.AddCustomers(
		erpxt.Customer{ID: 7, Name: "A", Address: erpxt.Address{City: "X"}},
		erpxt.Customer{Name: "B", CustomerType: erpxt.CustomerTypeBusiness, CustomerStatus: erpxt.CustomerStatusOutsideEU},
	)
	assert.Equal(t, []int64{7, 8}, ids)
	all := srv.Customers()
	assert.Equal(t, erpxt.CustomerTypePerson, all[0].CustomerType)
	assert.Equal(t, erpxt.CustomerStatusDomestic, all[0].CustomerStatus)
	assert.NotZero(t, all[0].Address.ID)
	assert.Equal(t, "K/000002", all[1].CustomerCode)
	assert.Equal(t, erpxt.CustomerStatusOutsideEU, all[1].CustomerStatus)
	srv.AddCustomers(erpxt.Customer{ID: 7, Name: "C"})
	assert.Equal(t, "C", srv.Customers()[0].Name)
	srv.DeleteCustomers(7, 9)
	assert.Len(t, srv.Customers(), 1)
}

// What stands on a document cannot be deleted by a call; a test can.
func TestServer_DeleteInUse(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	srv.AddProformas(erpxt.Proforma{PurchasingPartyID: 1, ReceivingPartyID: 2, Items: []erpxt.Item{{ProductID: 2}}})
	for path, message := range map[string]string{
		"/v1.2/customers/1": "a customer on a document cannot be deleted: Customer#1",
		"/v1.2/customers/2": "a customer on a document cannot be deleted: Customer#2",
		"/products/2":       "a product on a document cannot be deleted: Product#2",
	} {
		r := mustReject(t, srv, http.MethodDelete, path, "")
		assert.Equal(t, "InvalidOperationException", r.Code)
		assert.Equal(t, message, r.Message)
	}
	mustSend(t, srv, http.MethodDelete, "/v1.2/customers/3", "")
	mustSend(t, srv, http.MethodDelete, "/products/1", "")
	srv.DeleteProformas(1)
	mustSend(t, srv, http.MethodDelete, "/v1.2/customers/1", "")
	assert.Len(t, srv.Customers(), 1)
}

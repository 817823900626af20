package erpxttest_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

// newShop returns a server with a customer 1 (a business with an address), customers 2 (a person) and 3 (OSS), products 1
// (23 %), 2 (8 %) and 3 (exempt), a bank account 1 and the rate 1 of Germany, 19 %. In Warsaw it is half past midnight of
// 1 April 2026.
func newShop(t *testing.T) *erpxttest.Server {
	t.Helper()
	srv := erpxttest.NewServer(t)
	srv.SetClock(func() time.Time { return time.Date(2026, 3, 31, 22, 30, 0, 0, time.UTC) })
	srv.AddCustomers(
		erpxt.Customer{
			Name: "Zażółć Sp. z o.o.", CountryCode: "PL", CustomerTaxNumber: "6770065406", Mail: "biuro@example.com",
			CustomerType: erpxt.CustomerTypeBusiness,
			Address: erpxt.Address{
				Street: "Kwiatowa", BuildingNumber: "7", FlatNumber: "2", PostalCode: "30-001", City: "Kraków",
			},
		},
		erpxt.Customer{Name: "Jan Nowak", Mail: "jan@example.com"},
		erpxt.Customer{Name: "Max Muster", CountryCode: "DE", CustomerStatus: erpxt.CustomerStatusOSS},
	)
	srv.AddProducts(
		erpxt.Product{Name: "Kubek", SaleNetPrice: price("10.00")},
		erpxt.Product{Name: "Książka", Rate: erpxt.VAT8, UnitOfMeasurement: "egz."},
		erpxt.Product{Name: "Kurs", Rate: erpxt.VATExempt},
	)
	srv.AddBankAccounts(erpxt.BankAccount{AccountNumber: "PL61109010140000071219812874", BankName: "Bank", Symbol: "B1"})
	srv.AddVATRates(erpxt.CountryVATRate{Rate: "19", CountryCode: "DE"})
	return srv
}

func date(text string) shelfwire.Date {
	d, err := shelfwire.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// mustCreate creates a record by POST, and returns its id.
func mustCreate(t *testing.T, srv *erpxttest.Server, path, body string) int64 {
	t.Helper()
	status, text := sendRequest(t, srv, http.MethodPost, path, body)
	require.Equal(t, http.StatusOK, status, text)
	id, err := strconv.ParseInt(text, 10, 64)
	require.NoError(t, err, text)
	return id
}

// mustSend sends a request, and wants an empty 204.
func mustSend(t *testing.T, srv *erpxttest.Server, method, path, body string) {
	t.Helper()
	status, text := sendRequest(t, srv, method, path, body)
	require.Equal(t, http.StatusNoContent, status, text)
	require.Empty(t, text)
}

// encodedRecord is a record as the server sends it.
func encodedRecord(t *testing.T, srv *erpxttest.Server, path string) string {
	t.Helper()
	status, body := sendRequest(t, srv, http.MethodGet, path, "")
	require.Equal(t, http.StatusOK, status, body)
	return body
}

// members are some of the members of an object, as they were sent.
func members(t *testing.T, object string, names ...string) map[string]string {
	t.Helper()
	var all map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(object), &all), object)
	some := map[string]string{}
	for _, name := range names {
		some[name] = string(all[name])
	}
	return some
}

// idsOf returns the ids of a list, by the name of the key.
func idsOf(t *testing.T, srv *erpxttest.Server, path, key string) []int64 {
	t.Helper()
	var rows []map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(encodedRecord(t, srv, path)), &rows))
	ids := []int64{}
	for _, row := range rows {
		id, err := strconv.ParseInt(string(row[key]), 10, 64)
		require.NoError(t, err)
		ids = append(ids, id)
	}
	return ids
}

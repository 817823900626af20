package resicotest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

func TestServer_Customers(t *testing.T) {
	t.Parallel()
	srv := newServerAt(t, "2026-03-20 10:42:00")
	client := srv.Client(nil)
	created, err := client.Customers.Create(t.Context(), resico.NewCustomer{
		Code: "C/1", Name: "SIA Piemērs", Address: `"Liepas" 1`, PostCode: "LV-0000",
		Phone: "+37120000001", Email: "a@example.com",
	})
	require.NoError(t, err)
	assert.EqualValues(t, int64(1), created.ID)
	assert.Equal(t, "C/1", created.Code)

	setClock(t, srv, "2026-03-20 10:44:10")
	updated, err := client.Customers.Update(t.Context(), "C/1", resico.CustomerUpdate{
		Name: shelfwire.Set("SIA Paraugs"), Phone: shelfwire.Null[string](),
	})
	require.NoError(t, err)
	updated.Meta = resico.Meta{}
	assert.Equal(t, []resico.Customer{updated}, srv.Customers(), "as a client reads it")
	assert.Equal(t, "SIA Paraugs", updated.Name)
	assert.Equal(t, `"Liepas" 1`, updated.Address, "left out, so left alone")
	assert.Equal(t, "a@example.com", updated.Email)
	assert.Empty(t, updated.Phone)
	assert.Equal(t, "2m10s", updated.Updated.Sub(updated.Created).String())
}

func TestServer_CustomersCreate_Rejected(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		path, body string
		fields     []string
	}{
		"neither e-mail nor phone": {"", `{"Name": "B"}`, []string{"Email"}},
		"both empty":               {"", `{"Email": "", "Phone": null}`, []string{"Email"}},
		"e-mail of another":        {"", `{"Email": "A@Example.com"}`, []string{"Email"}},
		"phone of another":         {"", `{"Phone": "+371 2000-0001"}`, []string{"Phone"}},
		"both of another": {
			"", `{"Email": "a@example.com", "Phone": "+37120000001"}`, []string{"Email", "Phone"},
		},
		"code of another":     {"", `{"Code": "C-1", "Email": "b@example.com"}`, []string{"Code"}},
		"no e-mail":           {"", `{"Email": "b at example.com"}`, []string{"Email"}},
		"e-mail with a name":  {"", `{"Email": "B <b@example.com>"}`, []string{"Email"}},
		"no phone":            {"", `{"Phone": "call me"}`, []string{"Phone"}},
		"short phone":         {"", `{"Phone": "1234"}`, []string{"Phone"}},
		"long phone":          {"", `{"Phone": "1234567890123456"}`, []string{"Phone"}},
		"a number":            {"", `{"Email": "b@example.com", "Name": 7}`, []string{"Name"}},
		"update to another's": {"/C-2", `{"Email": "a@example.com"}`, []string{"Email"}},
		"update to neither":   {"/C-2", `{"Email": null}`, []string{"Email"}},
		"update to no phone":  {"/C-2", `{"Phone": "12"}`, []string{"Phone"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := resicotest.NewServer(t)
			srv.AddCustomers(
				resico.NewCustomer{Code: "C-1", Phone: "+37120000001", Email: "a@example.com"},
				resico.NewCustomer{Code: "C-2", Email: "c@example.com"},
			)
			before := srv.Customers()
			status, body := sendRequest(t, srv, http.MethodPut, "/customers"+tc.path, tc.body)
			assert.Equal(t, http.StatusUnprocessableEntity, status, body)
			got := decodeProblems(t, body)
			assert.Len(t, got, len(tc.fields))
			for _, field := range tc.fields {
				assert.Contains(t, got, field)
			}
			assert.Equal(t, before, srv.Customers(), "nothing changed")
		})
	}
}

func TestServer_CustomersCreate_Accepted(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	for _, tc := range []struct{ path, body string }{
		{"", `{"Email": "a@example.com"}`},
		{"", `{"Phone": "(371) 20.00-00 01"}`},
		{"/1", `{"Email": "a@example.com"}`},
		{"/1", `{}`},
		{"/2", `{"Phone": "+37120000001", "Email": null}`},
	} {
		status, body := sendRequest(t, srv, http.MethodPut, "/customers"+tc.path, tc.body)
		assert.Equal(t, http.StatusOK, status, body)
	}
	assert.Len(t, srv.Customers(), 2)
}

func TestServer_AddCustomers(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	srv.AddCustomers(resico.NewCustomer{Email: "a@example.com"}, resico.NewCustomer{Code: "C-2", Name: "old"})
	srv.AddCustomers(resico.NewCustomer{Code: "C-2", Name: "new"}, resico.NewCustomer{Code: "4"}, resico.NewCustomer{})
	var got []string
	for _, c := range srv.Customers() {
		got = append(got, c.Code+" "+c.Name)
	}
	assert.Equal(t, []string{"1 ", "C-2 new", "4 ", "5 "}, got)
}

// A customer is found by its present e-mail and phone only.
func TestServer_CustomersUpdate_Index(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	srv.AddCustomers(
		resico.NewCustomer{Code: "A", Email: "One@example.com", Phone: "+371 2000 0001"},
		resico.NewCustomer{Code: "B", Email: "one@example.com", Phone: "37120000001"}, // added without checks
		resico.NewCustomer{Code: "C", Email: "c@example.com"},
	)
	const clash = `{"Email": "ONE@example.com", "Phone": "(371) 20000001"}`
	claim := func() map[string][]string {
		status, body := sendRequest(t, srv, http.MethodPut, "/customers/C", clash)
		if status == http.StatusOK {
			return nil
		}
		return decodeProblems(t, body)
	}
	of := func(codes ...string) map[string][]string {
		var list []string
		for _, code := range codes {
			list = append(list, "belongs to customer "+code)
		}
		return map[string][]string{"Email": list, "Phone": list}
	}
	assert.Equal(t, of("A", "B"), claim())
	status, body := sendRequest(t, srv, http.MethodPut, "/customers/A", `{"Email": "a@example.com", "Phone": "29999999"}`)
	require.Equal(t, http.StatusOK, status, body)
	assert.Equal(t, of("B"), claim())
	srv.AddCustomers(resico.NewCustomer{Code: "B", Email: "b@example.com"})
	assert.Nil(t, claim())
	status, body = sendRequest(t, srv, http.MethodPut, "/customers", clash)
	assert.Equal(t, http.StatusUnprocessableEntity, status)
	assert.Equal(t, of("C"), decodeProblems(t, body))
}

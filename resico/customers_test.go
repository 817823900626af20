package resico_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/resico"
)

// silentClient belongs to a server that must not be asked.
func silentClient(t *testing.T) *resico.Client {
	t.Helper()
	return newHandlerClient(t, func(_ http.ResponseWriter, r *http.Request) { t.Errorf("%s %s was sent", r.Method, r.URL) })
}

func TestCustomersService_Create_Invalid(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		customer resico.NewCustomer
		fields   []string
	}{
		"neither e-mail nor phone":  {resico.NewCustomer{Name: "SIA Saule"}, []string{"Email"}},
		"an e-mail without a host":  {resico.NewCustomer{Email: "orders"}, []string{"Email"}},
		"an e-mail without a dot":   {resico.NewCustomer{Email: "orders@example"}, []string{"Email"}},
		"an e-mail with a name":     {resico.NewCustomer{Email: "Saule <orders@example.com>"}, []string{"Email"}},
		"an e-mail with a space":    {resico.NewCustomer{Email: "orders @example.com"}, []string{"Email"}},
		"a phone with letters":      {resico.NewCustomer{Phone: "+371 CALL ME"}, []string{"Phone"}},
		"a phone with four digits":  {resico.NewCustomer{Phone: "1234"}, []string{"Phone"}},
		"a phone with many digits":  {resico.NewCustomer{Phone: "+1234567890123456"}, []string{"Phone"}},
		"a plus in the wrong place": {resico.NewCustomer{Phone: "371+20000001"}, []string{"Phone"}},
		"a phone of marks alone":    {resico.NewCustomer{Phone: "\u200e\u00a0"}, []string{"Email"}},
		"both of them":              {resico.NewCustomer{Email: "@", Phone: "x"}, []string{"Email", "Phone"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := silentClient(t).Customers.Create(t.Context(), tc.customer)
			clienttest.AssertRejected(t, err, tc.fields...)
		})
	}
}

func TestCustomersService_Update_Invalid(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		code   string
		update resico.CustomerUpdate
		fields []string
	}{
		"no code":      {"", resico.CustomerUpdate{Name: shelfwire.Set("SIA Saule")}, []string{"code"}},
		"nothing":      {"C1", resico.CustomerUpdate{}, []string{"CustomerUpdate"}},
		"a bad e-mail": {"C1", resico.CustomerUpdate{Email: shelfwire.Set("orders")}, []string{"Email"}},
		"a bad phone":  {"C1", resico.CustomerUpdate{Phone: shelfwire.Set("")}, []string{"Phone"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := silentClient(t).Customers.Update(t.Context(), tc.code, tc.update)
			clienttest.AssertRejected(t, err, tc.fields...)
		})
	}
}

func TestCustomersService_Update_SendsSetFields(t *testing.T) {
	t.Parallel()
	for want, update := range map[string]resico.CustomerUpdate{
		`{"Name":"SIA Saule"}`: {Name: shelfwire.Set("SIA Saule")},
		`{"Phone":null}`:       {Phone: shelfwire.Null[string]()},
		`{"Address":""}`:       {Address: shelfwire.Set("")},
		`{"Phone":"+371 20000000","Email":"a@b.example"}`: {
			Phone: shelfwire.Set("\u202a+371\u00a020000000\u202c\n"), Email: shelfwire.Set(" a@b.example\u200b"),
		},
	} {
		var sent *clienttest.Request
		client := newHandlerClient(t, func(w http.ResponseWriter, r *http.Request) {
			sent = clienttest.RecordRequest(t, r)
			writeBody(w, successBody("Customers", `{"data":[{"Code":"A/1"}]}`))
		})
		_, err := client.Customers.Update(t.Context(), "A/1", update)
		require.NoError(t, err)
		assert.Equal(t, want, string(sent.Body))
		assert.Equal(t, "/customers/A%2F1", sent.URI)
	}
}

// Invisible characters that come along when a value is copied from a page are removed.
func TestCustomersService_Create_CleansPasted(t *testing.T) {
	t.Parallel()
	var sent *clienttest.Request
	client := newHandlerClient(t, func(w http.ResponseWriter, r *http.Request) {
		sent = clienttest.RecordRequest(t, r)
		writeBody(w, clienttest.ReadFixture(t, "customer_update.response"))
	})
	_, err := client.Customers.Create(t.Context(), resico.NewCustomer{
		Phone: "\u2066+371\u202f2000\u20090000\u2069", Email: "\ufeffa@b.example\u00a0",
	})
	require.NoError(t, err)
	assert.Equal(t, `{"Phone":"+371 2000 0000","Email":"a@b.example"}`, string(sent.Body))
}

// A creation is sent once, since its response may be lost; an update may be retried.
func TestCustomersService_Retries(t *testing.T) {
	t.Parallel()
	requests := 0
	client := newHandlerClient(t, func(w http.ResponseWriter, _ *http.Request) {
		requests++
		w.WriteHeader(http.StatusBadGateway)
	})
	_, err := client.Customers.Create(t.Context(), resico.NewCustomer{Email: "orders@example.com"})
	assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
	assert.Equal(t, 1, requests)
	requests = 0
	_, err = client.Customers.Update(t.Context(), "C1", resico.CustomerUpdate{Name: shelfwire.Set("SIA Saule")})
	require.Error(t, err)
	assert.Equal(t, 4, requests)
}

// A customer may have the ID alone.
func TestCustomersService_Create_EitherKey(t *testing.T) {
	t.Parallel()
	for row, want := range map[string]writeResult{
		`{"ID":1}`: {id: 1}, `{"Code":"C1"}`: {code: "C1"}, `{"Code":7}`: {code: "7"}, `{"ID":1,"Code":[]}`: {id: 1},
	} {
		c, err := newCannedClient(t, successBody("Customers", `{"data":[`+row+`]}`)).Customers.
			Create(t.Context(), resico.NewCustomer{Email: "orders@example.com"})
		require.NoError(t, err, row)
		assert.EqualValues(t, want.id, c.ID)
		assert.Equal(t, want.code, c.Code)
	}
}

// Members read in a failed attempt are dropped.
func TestCustomersService_Update_ResetsBetweenAttempts(t *testing.T) {
	t.Parallel()
	client := newCannedClient(t, successBody("Customers", `{"data":[{"ID":1,"Name":"A","Loyal`), successBody("Customers", `{"data":[{"ID":1}]}`))
	c, err := client.Customers.Update(t.Context(), "C1", resico.CustomerUpdate{Name: shelfwire.Set("A")})
	require.NoError(t, err)
	assert.Empty(t, c.Name)
}

// An update that the ERP has made to another customer, such as one with the same e-mail, is no success.
func TestCustomersService_Update_OtherCustomer(t *testing.T) {
	t.Parallel()
	for row, isOther := range map[string]bool{
		`{"Code":"C1"}`: false, `{"Code":" c1 "}`: false, `{"ID":1}`: false, `{"ID":1,"Code":"C1"}`: false,
		`{"Code":"C2"}`: true, `{"ID":2,"Code":"C2"}`: true, `{"Code":1}`: true,
	} {
		provider := &cannedBodies{bodies: []string{successBody("Customers", `{"data":[`+row+`]}`)}}
		update := resico.CustomerUpdate{Email: shelfwire.Set("orders@example.com")}
		_, err := provider.newClient(t, nil).Customers.Update(t.Context(), "C1", update)
		if !isOther {
			require.NoError(t, err, row)
			continue
		}
		require.ErrorIs(t, err, shelfwire.ErrMalformed, row)
		require.ErrorContains(t, err, `customer "C1" was to be changed, and "`)
		assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
		assert.Equal(t, 2, provider.requests)
	}
}

// A server that makes numbers of texts loses zeros, and digits of a long one. The code is the one that was asked for.
func TestCustomersService_Update_CodeAsNumber(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		code, body string
		isSame     bool
	}{
		"the number":               {"7", `"data":[{"Code":7}]`, true},
		"without zeros":            {"007", `"data":[{"Code":7}]`, true},
		"a fraction of zero":       {"7", `"data":[{"Code":7.0}]`, true},
		"an exponent of a text":    {"1E5", `"data":[{"Code":100000.0}]`, true},
		"more digits than a float": {"12345678901234567890123", `"data":[{"Code":1.2345678901234568e+22}]`, true},
		"without zeros, a text":    {"007", `"data":[{"Code":"7"}]`, false},
		"another number":           {"007", `"data":[{"Code":8}]`, false},
		"another one of 18 digits": {"123456789012345678", `"data":[{"Code":123456789012345679}]`, false},
		"a number for a text":      {"C7", `"data":[{"Code":7}]`, false},
		"a flag for a text":        {"1", `"data":[{"ID":1,"Code":true}]`, true},
	} {
		body := successBody("Customers", `{`+tc.body+`}`)
		update := resico.CustomerUpdate{Name: shelfwire.Set("SIA Saule")}
		changed, err := newCannedClient(t, body).Customers.Update(t.Context(), tc.code, update)
		if !tc.isSame {
			require.ErrorIs(t, err, shelfwire.ErrMalformed, name)
			continue
		}
		require.NoError(t, err, name)
		if changed.Code != "" {
			assert.Equal(t, tc.code, changed.Code, name)
		}
	}
}

func TestCustomersService_Update_CodeAsNumberInEcho(t *testing.T) {
	t.Parallel()
	body := strings.Replace(successBody("Customers", `{"data":[{"ID":1}]}`), `"type"`, `"fields":{"Code":7},"type"`, 1)
	update := resico.CustomerUpdate{Name: shelfwire.Set("SIA Saule")}
	changed, err := newCannedClient(t, body).Customers.Update(t.Context(), "007", update)
	require.NoError(t, err)
	assert.Equal(t, "007", changed.Code)
}

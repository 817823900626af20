package erpxt_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

func newCustomer() erpxt.NewCustomer {
	return erpxt.NewCustomer{
		Name: "Jan Nowak", Mail: "jan@example.com", CustomerType: erpxt.CustomerTypePerson,
		Address: erpxt.Address{Street: "Polna", BuildingNumber: "1", FlatNumber: "3", PostalCode: "00-001", City: "Warszawa"},
	}
}

func TestCustomersService_Create_Invalid(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		change func(c *erpxt.NewCustomer)
		fields []string
	}{
		"nothing":                       {func(c *erpxt.NewCustomer) { *c = erpxt.NewCustomer{Mail: "jan@example.com"} }, []string{"Name", "CustomerType"}},
		"a blank name":                  {func(c *erpxt.NewCustomer) { c.Name = " " }, []string{"Name"}},
		"a type":                        {func(c *erpxt.NewCustomer) { c.CustomerType = "firm" }, []string{"CustomerType"}},
		"a status":                      {func(c *erpxt.NewCustomer) { c.CustomerStatus = erpxt.CustomerStatusOfCode(4) }, []string{"CustomerStatus"}},
		"no address":                    {func(c *erpxt.NewCustomer) { c.Mail = "jan" }, []string{"Mail"}},
		"a small country":               {func(c *erpxt.NewCustomer) { c.CountryCode = "pl" }, []string{"CountryCode"}},
		"a long country":                {func(c *erpxt.NewCustomer) { c.CountryCode = "POL" }, []string{"CountryCode"}},
		"a half country":                {func(c *erpxt.NewCustomer) { c.CountryCode = "P1" }, []string{"CountryCode"}},
		"a half country, the other one": {func(c *erpxt.NewCustomer) { c.CountryCode = "[L" }, []string{"CountryCode"}},
		"intra-EU":                      {func(c *erpxt.NewCustomer) { c.CustomerStatus = erpxt.CustomerStatusIntraEU }, []string{"CountryCode"}},
		"triangular":                    {func(c *erpxt.NewCustomer) { c.CustomerStatus = erpxt.CustomerStatusTriangular }, []string{"CountryCode"}},
		"OSS":                           {func(c *erpxt.NewCustomer) { c.CustomerStatus = erpxt.CustomerStatusOSS }, []string{"CountryCode"}},
		"an address's id":               {func(c *erpxt.NewCustomer) { c.Address.ID = 7 }, []string{"Address.ID"}},
		"a text":                        {func(c *erpxt.NewCustomer) { c.Address.City = "\xff" }, []string{"Address.City"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCustomer()
			tc.change(&c)
			_, err := silentClient(t).Customers.Create(t.Context(), c)
			clienttest.AssertRejected(t, err, tc.fields...)
			_, err = silentClient(t).Customers.FindOrCreate(t.Context(), c)
			clienttest.AssertRejected(t, err, tc.fields...)
		})
	}
	c := newCustomer()
	c.Mail = ""
	_, err := silentClient(t).Customers.FindOrCreate(t.Context(), c)
	clienttest.AssertRejected(t, err, "CustomerTaxNumber")
	c.CustomerTaxNumber = " 1"
	_, err = silentClient(t).Customers.FindOrCreate(t.Context(), c)
	clienttest.AssertRejected(t, err, "CustomerTaxNumber")
	c = newCustomer()
	c.CustomerStatus, c.CountryCode = erpxt.CustomerStatusOutsideEU, ""
	id, err := respondWith(200, "7").client(t).Customers.Create(t.Context(), c)
	require.NoError(t, err)
	assert.Equal(t, int64(7), id)
}

// customerRow is a card as a server sends it.
func customerRow(id int64, change ...string) string {
	row := fmt.Sprintf(`{"Id":%d,"Name":"Jan Nowak","CountryCode":"","CustomerTaxNumber":"","Mail":"jan@example.com","CustomerType":0,`+
		`"Address":{"Id":9,"Street":"Polna","BuildingNumber":"1","FlatNumber":"3","PostalCode":"00-001","City":"Warszawa"}}`, id)
	for i := 0; i < len(change); i += 2 {
		row = strings.Replace(row, change[i], change[i+1], 1)
	}
	return row
}

// A card counts only when everything that was given is on it; else another one is made.
func TestCustomersService_FindOrCreate_ByMail(t *testing.T) {
	t.Parallel()
	const created = `{"Id":70,"Name":"Jan Nowak"}`
	for name, tc := range map[string]struct {
		rows []string
		id   int64
		want error
	}{
		"the card":            {[]string{customerRow(5)}, 5, nil},
		"other capitals":      {[]string{customerRow(5, "Jan Nowak", "JAN  NOWAK ", "jan@", "Jan@", "Polna", "polna")}, 5, nil},
		"none":                {nil, 70, nil},
		"another name":        {[]string{customerRow(5, "Jan Nowak", "Jan Kowalski")}, 70, nil},
		"a business":          {[]string{customerRow(5, `"CustomerType":0`, `"CustomerType":1`)}, 70, nil},
		"another street":      {[]string{customerRow(5, "Polna", "Leśna")}, 70, nil},
		"another building":    {[]string{customerRow(5, `"BuildingNumber":"1"`, `"BuildingNumber":"2"`)}, 70, nil},
		"another flat":        {[]string{customerRow(5, `"FlatNumber":"3"`, `"FlatNumber":"4"`)}, 70, nil},
		"another postal code": {[]string{customerRow(5, "00-001", "00-002")}, 70, nil},
		"another city":        {[]string{customerRow(5, "Warszawa", "Kraków")}, 70, nil},
		"the second":          {[]string{customerRow(5, "Polna", "Leśna"), customerRow(6)}, 6, nil},
		"two":                 {[]string{customerRow(5), customerRow(6)}, 0, shelfwire.ErrConflict},
		"an unread name":      {[]string{customerRow(5, `"Jan Nowak"`, "[1]")}, 0, shelfwire.ErrIncomplete},
		"an unread type":      {[]string{customerRow(5, `"CustomerType":0`, `"CustomerType":"x"`)}, 0, shelfwire.ErrIncomplete},
		"an unread street":    {[]string{customerRow(5, `"Polna"`, "[1]")}, 0, shelfwire.ErrIncomplete},
		"an unread address":   {[]string{customerRow(5, `{"Id":9,`, `[{"Id":9,`, "}}", "}]}")}, 0, shelfwire.ErrIncomplete},
		"another mail":        {[]string{customerRow(5, "jan@", "eva@")}, 0, shelfwire.ErrIncomplete},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			responses := []cannedResponse{{200, "[" + strings.Join(tc.rows, ",") + "]"}}
			if len(tc.rows) > 0 {
				responses = append(responses, cannedResponse{200, "[]"})
			}
			p := scriptedProvider(append(responses, cannedResponse{200, "70"}, cannedResponse{200, created})...)
			got, err := p.client(t).Customers.FindOrCreate(t.Context(), newCustomer())
			assert.Equal(t, tc.id, got.ID)
			if tc.want == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tc.want)
			assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
			for _, call := range p.calls {
				assert.Equal(t, "GET", call.method)
			}
		})
	}
}

// A tax number counts with its country. A card without one on the list is read by itself.
func TestCustomersService_FindOrCreate_ByTaxNumber(t *testing.T) {
	t.Parallel()
	row := func(country, number string) string {
		return fmt.Sprintf(`{"Id":5,"Name":"x","CountryCode":%q,"CustomerTaxNumber":%q}`, country, number)
	}
	for name, tc := range map[string]struct {
		country, number, row string
		id                   int64
		filter               string
	}{
		"a Polish one":               {"PL", "6770065406", row("PL", "677-006-54-06"), 5, "PL6770065406"},
		"no country is Poland":       {"", "6770065406", row("pl", "PL 6770065406"), 5, "677-00-65-406"},
		"Poland is no country":       {"PL", "677-006-54-06", row("", "6770065406"), 5, "'6770065406'"},
		"another country":            {"PL", "6770065406", row("CZ", "6770065406"), 70, "PL6770065406"},
		"a foreign one":              {"BE", "0123456789", row("BE", "0123456789"), 5, "'0123456789'"},
		"a foreign one, domestic":    {"BE", "0123456789", row("", "0123456789"), 70, "'BE0123456789'"},
		"a foreign one, Polish":      {"BE", "0123456789", row("PL", "0123456789"), 70, "'BE 0123456789'"},
		"its country in its number":  {"BE", "0123456789", row("", "BE 0123456789"), 5, "'BE 0123456789'"},
		"another one in its number":  {"BE", "0123456789", row("PL", "BE0123456789"), 70, "'BE0123456789'"},
		"dots and a prefix":          {"BE", "BE 0123.456.789", row("BE", "0123456789"), 5, "'0123456789'"},
		"dashes":                     {"DE", "123-456-789", row("DE", "DE123456789"), 5, "'DE123456789'"},
		"threes":                     {"DE", "DE123456789", row("DE", "123 456 789"), 5, "'123 456 789'"},
		"threes and a prefix":        {"DE", "123456789", row("DE", "DE 123 456 789"), 5, "'DE 123 456 789'"},
		"capitals":                   {"ES", "b12345678", row("ES", "ESB12345678"), 5, "'ESB12345678'"},
		"letters are no ten digits":  {"NL", "NL123456789B01", row("NL", "123456789B01"), 5, "'123456789B01'"},
		"a prefix that is a number":  {"PL", "PL12", row("PL", "PL12"), 5, "'PL12'"},
		"a foreign one, as it comes": {"BE", "0123 456 789", row("BE", "0123 456 789"), 5, "'0123 456 789'"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			responses := []cannedResponse{{200, "[" + tc.row + "]"}, {200, "[]"}}
			if strings.Contains(tc.row, `"CountryCode":""`) {
				responses = append(responses, cannedResponse{200, tc.row})
			}
			p := scriptedProvider(append(responses, cannedResponse{200, "70"}, cannedResponse{200, `{"Id":70,"Name":"x"}`})...)
			got, err := p.client(t).Customers.FindOrCreate(t.Context(), erpxt.NewCustomer{
				Name: "x", CountryCode: tc.country, CustomerTaxNumber: tc.number, CustomerType: erpxt.CustomerTypeBusiness,
			})
			require.NoError(t, err)
			assert.Equal(t, tc.id, got.ID)
			assert.Contains(t, p.calls[0].query, strings.NewReplacer("'", "%27", " ", "%20").Replace(tc.filter))
		})
	}
	unread := respondWith(200, `[{"Id":5,"Name":"x","CountryCode":[],"CustomerTaxNumber":"677"}]`, "[]")
	_, err := unread.client(t).Customers.FindOrCreate(t.Context(), erpxt.NewCustomer{
		Name: "x", CustomerTaxNumber: "677", CustomerType: erpxt.CustomerTypeBusiness,
	})
	require.ErrorIs(t, err, shelfwire.ErrIncomplete)
}

// After a lost response the card is looked for again.
func TestCustomersService_FindOrCreate_LooksAgain(t *testing.T) {
	t.Parallel()
	found := cannedResponse{200, "[" + customerRow(8) + "]"}
	none := cannedResponse{200, "[]"}
	for name, tc := range map[string]struct {
		responses []cannedResponse
		id        int64
		outcome   shelfwire.Outcome
		fails     bool
	}{
		"lost and found":        {[]cannedResponse{none, {0, ""}, found, none}, 8, 0, false},
		"lost, not there":       {[]cannedResponse{none, {0, ""}, none}, 0, shelfwire.OutcomeUnknown, true},
		"lost, two":             {[]cannedResponse{none, {0, ""}, {200, "[" + customerRow(8) + "," + customerRow(9) + "]"}, none}, 0, shelfwire.OutcomeUnknown, true},
		"rejected":              {[]cannedResponse{none, {400, `{"Code":"E","Message":"no"}`}, found, none}, 0, shelfwire.OutcomeRejected, true},
		"created, not readable": {[]cannedResponse{none, {200, "8"}, {500, ""}}, 8, shelfwire.OutcomeApplied, true},
		"the id alone arrived":  {[]cannedResponse{none, {200, `{"Id":8,"Na`}, {200, customerRow(8)}}, 8, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := scriptedProvider(tc.responses...)
			got, err := p.client(t).Customers.FindOrCreate(t.Context(), newCustomer())
			assert.Equal(t, tc.id, got.ID)
			assert.Equal(t, tc.fails, err != nil, "%v", err)
			if err != nil {
				assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err))
				assert.Equal(t, "Customers.FindOrCreate", clienttest.RequireError(t, err).Op)
			}
		})
	}
}

// Lookups say found, none, or that they cannot tell; they never say none by mistake.
func TestCustomersService_FindByMail(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		response cannedResponse
		found    int
		want     error
	}{
		"a list":            {cannedResponse{200, "[" + customerRow(5) + "]"}, 1, nil},
		"an empty list":     {cannedResponse{200, "[]"}, 0, nil},
		"one object":        {cannedResponse{200, customerRow(5)}, 1, nil},
		"not found":         {cannedResponse{400, `{"Code":"EntityNotFoundException","Message":"No row"}`}, 0, nil},
		"not found, in 200": {cannedResponse{200, `{"Code":"EntityNotFoundException","Message":"No row"}`}, 0, nil},
		"another customer":  {cannedResponse{200, "[" + customerRow(5, "jan@", "eva@") + "]"}, 0, shelfwire.ErrIncomplete},
		"null":              {cannedResponse{200, "null"}, 0, shelfwire.ErrMalformed},
		"an empty object":   {cannedResponse{200, "{}"}, 0, shelfwire.ErrMalformed},
		"an object, no id":  {cannedResponse{200, `{"Name":"x","Mail":"jan@example.com"}`}, 0, shelfwire.ErrMalformed},
		"a row, no id":      {cannedResponse{200, `[{"Name":"x","Mail":"jan@example.com"}]`}, 0, shelfwire.ErrIncomplete},
		"a page":            {cannedResponse{200, loginPage}, 0, shelfwire.ErrMalformed},
		"an empty 404":      {cannedResponse{404, ""}, 0, shelfwire.ErrMalformed},
		"rejected":          {cannedResponse{400, `{"Code":"ODataException","Message":"no"}`}, 0, shelfwire.ErrInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			second := tc.response
			if tc.found > 0 || errors.Is(tc.want, shelfwire.ErrIncomplete) {
				second = cannedResponse{200, "[]"}
			}
			found, err := scriptedProvider(tc.response, second).client(t).Customers.FindByMail(t.Context(), "jan@example.com")
			assert.Len(t, found, tc.found)
			if tc.want == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tc.want)
			assert.Equal(t, "Customers.FindByMail", clienttest.RequireError(t, err).Op)
		})
	}
	_, err := silentClient(t).Customers.FindByMail(t.Context(), "")
	clienttest.AssertRejected(t, err, "mail")
	_, err = silentClient(t).Customers.FindByTaxNumber(t.Context(), " ")
	clienttest.AssertRejected(t, err, "number")
}

// A server that ignores filters is found out, with the fake as well.
func TestFind_IgnoredFilter(t *testing.T) {
	t.Parallel()
	srv, client := newShop(t)
	addDraft(t, srv)
	found, err := client.Customers.FindByTaxNumber(t.Context(), "PL 677-006-54-06")
	require.NoError(t, err)
	require.Len(t, found, 1)
	srv.SetIgnoreFilter(true)
	_, err = client.Customers.FindByTaxNumber(t.Context(), "1234563218")
	require.ErrorIs(t, err, shelfwire.ErrIncomplete)
	_, err = client.Invoices.CreateOnce(t.Context(), shopInvoice(srv, "order 8"))
	require.ErrorIs(t, err, shelfwire.ErrIncomplete)
	assert.Len(t, srv.Invoices(), 1)
}

// customerEdit runs an Edit on a card, and returns the body that was sent.
func customerEdit(t *testing.T, card string, edit func(c *erpxt.Customer)) (sent string, after erpxt.Customer, err error) {
	t.Helper()
	p := scriptedProvider(cannedResponse{200, card}, cannedResponse{204, ""})
	after, err = p.client(t).Customers.Edit(t.Context(), 5, func(c *erpxt.Customer) error { edit(c); return nil })
	if len(p.calls) > 1 {
		sent = p.calls[1].body
	}
	return sent, after, err
}

func TestCustomersService_Edit(t *testing.T) {
	t.Parallel()
	const address = `{"Street":"Polna","BuildingNumber":"1","FlatNumber":"3","PostalCode":"00-001","City":"Warszawa","Id":9}`
	for name, tc := range map[string]struct {
		card    string
		edit    func(c *erpxt.Customer)
		members map[string]string
	}{
		"another address keeps the id": {customerRow(5), func(c *erpxt.Customer) { c.Address = erpxt.Address{City: "Gdynia"} }, map[string]string{
			"Address": `{"Street":"","BuildingNumber":"","FlatNumber":"","PostalCode":"","City":"Gdynia","Id":9}`,
		}},
		"an unread mail goes back": {customerRow(5, `"jan@example.com"`, "[1]"), func(c *erpxt.Customer) { c.Name = "y" }, map[string]string{
			"Mail": "[1]", "Name": `"y"`, "Address": address,
		}},
		"an unread mail is set": {customerRow(5, `"jan@example.com"`, "[1]"), func(c *erpxt.Customer) { c.Mail = "a@example.com" }, map[string]string{
			"Mail": `"a@example.com"`,
		}},
		"an unread name goes back":    {customerRow(5, `"Jan Nowak"`, "[1]"), func(*erpxt.Customer) {}, map[string]string{"Name": "[1]"}},
		"an unread street goes back":  {customerRow(5, `"Polna"`, "{}"), func(*erpxt.Customer) {}, map[string]string{"Address": strings.Replace(address, `"Polna"`, "{}", 1)}},
		"an unread address goes back": {customerRow(5, `{"Id":9,`, `[{"Id":9,`, "}}", "}]}"), func(*erpxt.Customer) {}, map[string]string{"Address": `[{"Id":9,"Street":"Polna","BuildingNumber":"1","FlatNumber":"3","PostalCode":"00-001","City":"Warszawa"}]`}},
		"an undocumented type":        {customerRow(5, `"CustomerType":0`, `"CustomerType":7`), func(*erpxt.Customer) {}, map[string]string{"CustomerType": "7"}},
		"an odd mail is the server's": {customerRow(5, "jan@example.com", "jan"), func(c *erpxt.Customer) { c.Name = "y" }, map[string]string{"Mail": `"jan"`}},
		"no address, still":           {`{"Id":5,"Name":"x","Address":null}`, func(*erpxt.Customer) {}, map[string]string{"Address": ""}},
		"a cleared mail":              {customerRow(5), func(c *erpxt.Customer) { c.Mail = "" }, map[string]string{"Mail": `""`, "CustomerTaxNumber": `""`}},
		"a text that was null":        {customerRow(5, `"jan@example.com"`, "null"), func(*erpxt.Customer) {}, map[string]string{"Mail": ""}},
		"another card in its place":   {customerRow(5, `"CustomerType"`, `"X":[1],"CustomerType"`), func(c *erpxt.Customer) { *c = erpxt.Customer{ID: 5, Name: "z"} }, map[string]string{"Name": `"z"`, "X": "[1]", "Id": "5"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent, after, err := customerEdit(t, tc.card, tc.edit)
			require.NoError(t, err)
			assert.Equal(t, int64(5), after.ID)
			members := sentMembers(t, sent)
			for member, want := range tc.members {
				assert.Equal(t, want, members[member], member)
			}
		})
	}
	for name, tc := range map[string]struct {
		card   string
		edit   func(c *erpxt.Customer)
		fields []string
	}{
		"id":               {customerRow(5), func(c *erpxt.Customer) { c.ID = 6 }, []string{"ID"}},
		"address id":       {customerRow(5), func(c *erpxt.Customer) { c.Address.ID = 6 }, []string{"Address.ID"}},
		"no name":          {customerRow(5), func(c *erpxt.Customer) { c.Name = "" }, []string{"Name"}},
		"representative":   {customerRow(5), func(c *erpxt.Customer) { c.RepresentativeFirstName = "x" }, []string{"RepresentativeFirstName"}},
		"a type":           {customerRow(5), func(c *erpxt.Customer) { c.CustomerType = "x" }, []string{"CustomerType"}},
		"a status":         {customerRow(5), func(c *erpxt.Customer) { c.CustomerStatus = "x" }, []string{"CustomerStatus"}},
		"a mail":           {customerRow(5), func(c *erpxt.Customer) { c.Mail = "x" }, []string{"Mail"}},
		"a country":        {customerRow(5), func(c *erpxt.Customer) { c.CountryCode = "x" }, []string{"CountryCode"}},
		"OSS, no country":  {customerRow(5), func(c *erpxt.Customer) { c.CustomerStatus = erpxt.CustomerStatusOSS }, []string{"CountryCode"}},
		"half a surrogate": {customerRow(5, `"Polna"`, `"\ud800"`), func(*erpxt.Customer) {}, []string{"Address.Street"}},
		"unread address":   {customerRow(5, `{"Id":9,`, `[{"Id":9,`, "}}", "}]}"), func(c *erpxt.Customer) { c.Address.City = "x" }, []string{"Address"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent, _, err := customerEdit(t, tc.card, tc.edit)
			clienttest.AssertRejected(t, err, tc.fields...)
			assert.Empty(t, sent)
		})
	}
}

// An edit that adds the first address is a write; any other one is repeated.
func TestCustomersService_Edit_Effect(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		card  string
		calls int
	}{
		"first address":   {`{"Id":5,"Name":"x","Address":null}`, 2},
		"another address": {customerRow(5), 5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := scriptedProvider(cannedResponse{200, tc.card}, cannedResponse{500, ""})
			got, err := p.client(t).Customers.Edit(t.Context(), 5, func(c *erpxt.Customer) error { c.Address.City = "Gdynia"; return nil })
			require.Error(t, err)
			assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
			assert.Zero(t, got.ID)
			_, calls := p.counts()
			assert.Equal(t, tc.calls, calls)
		})
	}
	p := scriptedProvider(cannedResponse{200, customerRow(5)}, cannedResponse{200, `{"Id":5,"Na`}, cannedResponse{200, `{"Id":5,"Na`})
	got, err := p.client(t).Customers.Edit(t.Context(), 5, func(c *erpxt.Customer) error { c.Name = "y"; return nil })
	assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err), "%v", err)
	assert.Equal(t, "y", got.Name)
}

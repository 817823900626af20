package erpxt_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

// A list that leaves decisive members out does not make a new card each time: the card is read by itself.
func TestCustomersService_FindOrCreate_SparseRows(t *testing.T) {
	t.Parallel()
	const sparse = `{"Id":5,"Mail":"jan@example.com"}`
	const noStreet = `{"Id":5,"Name":"Jan Nowak","Mail":"jan@example.com","CustomerType":0,"Address":{"City":"Warszawa"}}`
	for name, tc := range map[string]struct {
		row, card string
		id        int64
		want      error
	}{
		"the card":         {sparse, customerRow(5), 5, nil},
		"another street":   {sparse, customerRow(5, "Polna", "Leśna"), 70, nil},
		"a null address":   {sparse, `{"Id":5,"Name":"Jan Nowak","CustomerType":0,"Address":null}`, 70, nil},
		"a null street":    {sparse, customerRow(5, `"Polna"`, "null"), 70, nil},
		"no address":       {sparse, `{"Id":5,"Name":"Jan Nowak","CustomerType":0}`, 0, shelfwire.ErrIncomplete},
		"no type":          {sparse, customerRow(5, `"CustomerType":0,`, ""), 0, shelfwire.ErrIncomplete},
		"no name":          {sparse, customerRow(5, `"Name":"Jan Nowak",`, ""), 0, shelfwire.ErrIncomplete},
		"no street":        {noStreet, noStreet, 0, shelfwire.ErrIncomplete},
		"an unread street": {sparse, customerRow(5, `"Polna"`, "[]"), 0, shelfwire.ErrIncomplete},
		"an unread phone":  {`{"Id":5,"Mail":"jan@example.com","PhoneNumber":false}`, customerRow(5), 5, nil},
		"not found":        {sparse, `{"Code":"EntityNotFoundException","Message":"No row"}`, 0, shelfwire.ErrIncomplete},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := scriptedProvider(cannedResponse{200, "[" + tc.row + "]"}, cannedResponse{200, "[]"}, cannedResponse{200, tc.card},
				cannedResponse{200, "70"}, cannedResponse{200, `{"Id":70,"Name":"Jan Nowak"}`})
			got, err := p.client(t).Customers.FindOrCreate(t.Context(), newCustomer())
			assert.Equal(t, tc.id, got.ID)
			assert.Equal(t, "/api2/public/v1.2/customers/5", p.calls[2].path)
			if tc.want == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tc.want)
			assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
			assert.Len(t, p.calls, 3)
		})
	}
}

// A card whose country is not known is nobody's until it is read by itself: numbers are the same in several countries.
func TestCustomersService_FindOrCreate_SparseCountry(t *testing.T) {
	t.Parallel()
	const sparse = `{"Id":5,"Name":"Muster GmbH","CustomerTaxNumber":"1234567890"}`
	card := func(country string) string { return strings.Replace(sparse, "}", `,"CountryCode":`+country+"}", 1) }
	for name, tc := range map[string]struct {
		country, card string
		id            int64
		want          error
	}{
		"German, wanted":       {"DE", card(`"DE"`), 5, nil},
		"German, not wanted":   {"PL", card(`"DE"`), 70, nil},
		"none, Poland wanted":  {"PL", card(`""`), 5, nil},
		"null, none wanted":    {"", card("null"), 5, nil},
		"none, Germany wanted": {"DE", card("null"), 70, nil},
		"missing":              {"PL", sparse, 0, shelfwire.ErrIncomplete},
		"missing, Germany":     {"DE", sparse, 0, shelfwire.ErrIncomplete},
		"unread":               {"PL", card("false"), 0, shelfwire.ErrIncomplete},
		"unread, Germany":      {"DE", card("[]"), 0, shelfwire.ErrIncomplete},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := scriptedProvider(cannedResponse{200, "[" + sparse + "]"}, cannedResponse{200, "[]"}, cannedResponse{200, tc.card},
				cannedResponse{200, "70"}, cannedResponse{200, `{"Id":70,"Name":"Kubek"}`})
			got, err := p.client(t).Customers.FindOrCreate(t.Context(), erpxt.NewCustomer{
				Name: "Kubek", CountryCode: tc.country, CustomerTaxNumber: "1234567890", CustomerType: erpxt.CustomerTypeBusiness,
			})
			assert.Equal(t, tc.id, got.ID)
			if tc.want == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tc.want)
			require.ErrorContains(t, err, "the CountryCode of customer 5")
			assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
			assert.Len(t, p.calls, 3)
		})
	}
}

// Only what tells cards apart has to be readable.
func TestCustomersService_FindOrCreate_UnreadOfNoUse(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]string{
		"phone":   customerRow(5, `"Mail"`, `"PhoneNumber":false,"Mail"`),
		"number":  customerRow(5, `"CustomerTaxNumber":""`, `"CustomerTaxNumber":[1]`),
		"country": customerRow(5, `"CountryCode":""`, `"CountryCode":[1]`),
		"flat":    customerRow(5, `"FlatNumber":"3"`, `"FlatNumber":[3]`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			buyer := newCustomer()
			buyer.Address.FlatNumber = ""
			got, err := respondWith(200, "["+row+"]", "[]").client(t).Customers.FindOrCreate(t.Context(), buyer)
			require.NoError(t, err)
			assert.Equal(t, int64(5), got.ID)
		})
	}
}

// Find says what FindOrCreate would return, and creates nothing.
func TestCustomersService_Find(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		responses []cannedResponse
		id        int64
		want      error
	}{
		"the card":  {[]cannedResponse{{200, "[" + customerRow(5) + "]"}, {200, "[]"}}, 5, nil},
		"none":      {[]cannedResponse{{200, "[]"}}, 0, shelfwire.ErrNotFound},
		"another":   {[]cannedResponse{{200, "[" + customerRow(5, "Polna", "Leśna") + "]"}, {200, "[]"}}, 0, shelfwire.ErrNotFound},
		"two":       {[]cannedResponse{{200, "[" + customerRow(5) + "," + customerRow(6) + "]"}, {200, "[]"}}, 0, shelfwire.ErrConflict},
		"undecided": {[]cannedResponse{{200, "[" + customerRow(5, `"Jan Nowak"`, "[1]") + "]"}, {200, "[]"}}, 0, shelfwire.ErrIncomplete},
		"gone": {[]cannedResponse{
			{200, `[{"Id":5,"Mail":"jan@example.com"}]`}, {200, "[]"}, {404, ""},
		}, 0, shelfwire.ErrIncomplete},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := scriptedProvider(tc.responses...)
			got, err := p.client(t).Customers.Find(t.Context(), newCustomer())
			assert.Equal(t, tc.id, got.ID)
			for _, call := range p.calls {
				assert.Equal(t, "GET", call.method)
			}
			if tc.want == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tc.want)
			assert.Equal(t, tc.want == shelfwire.ErrNotFound, errors.Is(err, shelfwire.ErrNotFound))
			assert.Equal(t, "Customers.Find", clienttest.RequireError(t, err).Op)
		})
	}
	_, err := silentClient(t).Customers.Find(t.Context(), erpxt.NewCustomer{})
	clienttest.AssertRejected(t, err, "Name", "CustomerType", "CustomerTaxNumber")
}

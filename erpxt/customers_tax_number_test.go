package erpxt_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

// A placeholder is no tax number: nobody gets a stranger's card for it.
func TestCustomersService_PlaceholderTaxNumbers(t *testing.T) {
	t.Parallel()
	for _, number := range []string{"-", "--", "- -", "brak", "0000000000", "PL0000000000", "n/a"} {
		t.Run(number, func(t *testing.T) {
			t.Parallel()
			_, err := silentClient(t).Customers.FindByTaxNumber(t.Context(), number)
			clienttest.AssertRejected(t, err, "number")
			_, err = silentClient(t).Customers.FindOrCreate(t.Context(), erpxt.NewCustomer{
				Name: "Jan Kowalski", CustomerType: erpxt.CustomerTypePerson, CustomerTaxNumber: number, Mail: "jan@example.com",
			})
			clienttest.AssertRejected(t, err, "CustomerTaxNumber")
		})
	}
}

// A card without a number says that the server ignored the filter.
func TestCustomersService_FindByTaxNumber_EmptyNumber(t *testing.T) {
	t.Parallel()
	_, err := respondWith(200, `[{"Id":9,"Name":"Anna Obca","CustomerTaxNumber":"-"}]`, "[]").client(t).
		Customers.FindByTaxNumber(t.Context(), "6770065406")
	require.ErrorIs(t, err, shelfwire.ErrIncomplete)
}

// The number of a person counts with their name, and a company's does without.
func TestCustomersService_FindOrCreate_PersonWithNumber(t *testing.T) {
	t.Parallel()
	const row = `[{"Id":9,"Name":"Anna  OBCA","CustomerType":0,"CountryCode":"PL","CustomerTaxNumber":"90010112345"}]`
	buyer := erpxt.NewCustomer{Name: "Anna Obca", CustomerType: erpxt.CustomerTypePerson, CustomerTaxNumber: "90010112345"}
	found, err := respondWith(200, row, "[]").client(t).Customers.FindOrCreate(t.Context(), buyer)
	require.NoError(t, err)
	assert.Equal(t, int64(9), found.ID)

	buyer.Name = "Jan Kowalski"
	p := respondWith(200, row, "[]")
	_, err = p.client(t).Customers.FindOrCreate(t.Context(), buyer)
	require.ErrorIs(t, err, shelfwire.ErrConflict)
	assert.ErrorContains(t, err, "customer 9")
	assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
	for _, call := range p.calls {
		assert.Equal(t, "GET", call.method)
	}

	unread := respondWith(200, `[{"Id":9,"Name":{},"CustomerType":0,"CountryCode":"PL","CustomerTaxNumber":"90010112345"}]`, "[]")
	_, err = unread.client(t).Customers.FindOrCreate(t.Context(), buyer)
	require.ErrorIs(t, err, shelfwire.ErrIncomplete)

	buyer.CustomerType = erpxt.CustomerTypeBusiness
	found, err = respondWith(200, row, "[]").client(t).Customers.FindOrCreate(t.Context(), buyer)
	require.NoError(t, err)
	assert.Equal(t, int64(9), found.ID)
}

// Cards in other spellings of a number are found on a server, too, in either direction.
func TestCustomersService_FindOrCreate_Spellings(t *testing.T) {
	t.Parallel()
	spellings := []string{"123456789", "DE123456789", "DE 123456789", "123 456 789", "DE 123 456 789"}
	for _, stored := range spellings {
		for _, given := range append(spellings, "123-456-789", "DE.123.456.789") {
			t.Run(stored+"/"+given, func(t *testing.T) {
				t.Parallel()
				srv, client := newShop(t)
				srv.AddCustomers(erpxt.Customer{ID: 9, Name: "Muster GmbH", CountryCode: "DE", CustomerTaxNumber: stored})
				got, err := client.Customers.FindOrCreate(t.Context(), erpxt.NewCustomer{
					Name: "Muster", CountryCode: "DE", CustomerTaxNumber: given, CustomerType: erpxt.CustomerTypeBusiness,
				})
				require.NoError(t, err)
				assert.Equal(t, int64(9), got.ID)
			})
		}
	}
}

package erpxt_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
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
		"the card":          {sparse, customerRow(5), 5, nil},
		"another street":    {sparse, customerRow(5, "Polna", "Leśna"), 70, nil},
		"a null address":    {sparse, `{"Id":5,"Name":"Jan Nowak","CustomerType":0,"Address":null}`, 70, nil},
		"a null street":     {sparse, customerRow(5, `"Polna"`, "null"), 70, nil},
		"no address":        {sparse, `{"Id":5,"Name":"Jan Nowak","CustomerType":0}`, 0, shelfwire.ErrIncomplete},
		"no type":           {sparse, customerRow(5, `"CustomerType":0,`, ""), 0, shelfwire.ErrIncomplete},
		"no name":           {sparse, customerRow(5, `"Name":"Jan Nowak",`, ""), 0, shelfwire.ErrIncomplete},
		"no street":         {noStreet, noStreet, 0, shelfwire.ErrIncomplete},
		"an unread address": {sparse, customerRow(5, `"Polna"`, "[]"), 0, shelfwire.ErrIncomplete},
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

package virtpos_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

// A server that ignores a parameter responds with customers who were not asked for.
func TestCustomersService_All_NotAskedFor(t *testing.T) {
	t.Parallel()
	const other = "customer 4 has another telephone number than was asked for"
	for name, c := range map[string]struct {
		q        virtpos.CustomerQuery
		customer string // after the id
		want     string // empty where nothing is known against the customer
	}{
		"e-mail":                 {virtpos.CustomerQuery{Email: "ana@example.com"}, "<email>bob@example.com</email>", "customer 4 has another e-mail address than was asked for"},
		"e-mail in capitals":     {virtpos.CustomerQuery{Email: "ana@example.com "}, "<email> Ana@Example.com</email>", ""},
		"e-mail, none came":      {virtpos.CustomerQuery{Email: "ana@example.com"}, "<email/>", ""},
		"phone":                  {virtpos.CustomerQuery{Phone: "+79991234567"}, "<phone>+7 900 000-00-01</phone>", other},
		"phone with 8":           {virtpos.CustomerQuery{Phone: "+79991234567"}, "<phone>8 (999) 123-45-67</phone>", ""},
		"phone without the town": {virtpos.CustomerQuery{Phone: "8 999 123 45 67"}, "<phone>123-45-67</phone>", ""},
		"half a phone":           {virtpos.CustomerQuery{Phone: "123-45-67"}, "<phone>+7 999 1234567</phone>", ""},
		"half another phone":     {virtpos.CustomerQuery{Phone: "123-45-68"}, "<phone>+7 999 1234567</phone>", other},
		"one of two phones":      {virtpos.CustomerQuery{Phone: "+79991234567"}, "<phone>8 495 0000001, 8 999 1234567</phone>", ""},
		"phone, none came":       {virtpos.CustomerQuery{Phone: "+79991234567"}, "", ""},
		"with phone":             {virtpos.CustomerQuery{WithPhone: shelfwire.Set(true)}, "<phone> </phone>", "customer 4 has no telephone number, and those with one were asked for"},
		"with phone, unread":     {virtpos.CustomerQuery{WithPhone: shelfwire.Set(true)}, "<phone><home>1</home></phone>", ""},
		"without phone":          {virtpos.CustomerQuery{WithPhone: shelfwire.Set(false)}, "<phone>1</phone>", "customer 4 has a telephone number, and those without were asked for"},
		"without, and so it is":  {virtpos.CustomerQuery{WithPhone: shelfwire.Set(false)}, "<phone/>", ""},
		"external id, several":   {virtpos.CustomerQuery{ExternalID: "C-7"}, "</customer><customer><id>5</id>", "one customer was asked for by the external id, and several came"},
		"external id, one":       {virtpos.CustomerQuery{ExternalID: "C-7"}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := successResponse("<customers><customer><id>4</id>" + c.customer + "</customer></customers>")
			s := respondInTurn(slices.Repeat([]fakeResponse{list}, 6)...)
			var ids []int64
			var last error
			for customer, err := range s.newClient(t).Customers.All(t.Context(), c.q) {
				if last = err; err == nil {
					ids = append(ids, customer.ID)
				}
			}
			if c.want == "" {
				require.NoError(t, last)
				assert.Equal(t, []int64{4}, ids)
				return
			}
			require.ErrorIs(t, last, shelfwire.ErrMalformed)
			require.ErrorContains(t, last, c.want)
			assert.NotContains(t, last.Error(), "bob@")
		})
	}
}

package main

import (
	"strings"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
)

// checkRemote: each order of the MerchantPro shop that is paid has one invoice, and no other has any. It returns how many
// are paid.
func (b *battle) checkRemote(state *demo.State) (paid int) {
	b.t.Helper()
	invoices := map[string]int{}
	for _, invoice := range state.Resico.Invoices {
		if _, number, ok := strings.Cut(invoice.Notes, ", MerchantPro "); ok {
			invoices[number]++
		}
	}
	for _, o := range state.MerchantPro.Orders {
		want := 0
		if o.IsPaid {
			want = 1
			paid++
		}
		assert.Equal(b.t, want, invoices[o.ID], "invoices of the MerchantPro order %s", o.ID)
	}
	assert.Positive(b.t, paid, "people have ordered there, too")
	b.t.Logf("%d orders in the MerchantPro shop, %d of them paid", len(state.MerchantPro.Orders), paid)
	return paid
}

package erpxttest_test

import (
	"context"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/faults"
)

// resourceWalk is how the records of a resource are added, deleted and walked through.
type resourceWalk struct {
	add    func(*erpxttest.Server, int)
	remove func(*erpxttest.Server, ...int64)
	all    func(context.Context, *erpxt.Client, erpxt.Query) iter.Seq2[int64, error]
}

// newWalk makes a resourceWalk of the methods of server and client.
func newWalk[T any](
	add func(*erpxttest.Server, ...T) []int64, remove func(*erpxttest.Server, ...int64),
	all func(context.Context, *erpxt.Client, erpxt.Query) iter.Seq2[T, error], idOf func(*T) int64,
) resourceWalk {
	return resourceWalk{
		add: func(srv *erpxttest.Server, n int) {
			add(srv, make([]T, n)...)
		},
		remove: remove,
		all: func(ctx context.Context, c *erpxt.Client, q erpxt.Query) iter.Seq2[int64, error] {
			return func(yield func(int64, error) bool) {
				for record, err := range all(ctx, c, q) {
					if !yield(idOf(&record), err) {
						return
					}
				}
			}
		},
	}
}

func resourceWalks() map[string]resourceWalk {
	type client = *erpxt.Client
	type ctx = context.Context
	type query = erpxt.Query
	return map[string]resourceWalk{
		"Customers": newWalk((*erpxttest.Server).AddCustomers, (*erpxttest.Server).DeleteCustomers,
			func(x ctx, c client, q query) iter.Seq2[erpxt.Customer, error] { return c.Customers.All(x, q) },
			func(r *erpxt.Customer) int64 { return r.ID }),
		"PaymentTypes": newWalk((*erpxttest.Server).AddPaymentTypes, (*erpxttest.Server).DeletePaymentTypes,
			func(x ctx, c client, q query) iter.Seq2[erpxt.PaymentType, error] { return c.PaymentTypes.All(x, q) },
			func(r *erpxt.PaymentType) int64 { return r.ID }),
		"BankAccounts": newWalk((*erpxttest.Server).AddBankAccounts, (*erpxttest.Server).DeleteBankAccounts,
			func(x ctx, c client, q query) iter.Seq2[erpxt.BankAccount, error] { return c.BankAccounts.All(x, q) },
			func(r *erpxt.BankAccount) int64 { return r.ID }),
		"Invoices": newWalk((*erpxttest.Server).AddInvoices, (*erpxttest.Server).DeleteInvoices,
			func(x ctx, c client, q query) iter.Seq2[erpxt.Invoice, error] { return c.Invoices.All(x, q) },
			func(r *erpxt.Invoice) int64 { return r.ID }),
		"Proformas": newWalk((*erpxttest.Server).AddProformas, (*erpxttest.Server).DeleteProformas,
			func(x ctx, c client, q query) iter.Seq2[erpxt.Proforma, error] { return c.Proformas.All(x, q) },
			func(r *erpxt.Proforma) int64 { return r.ID }),
		"AdvanceInvoices": newWalk((*erpxttest.Server).AddAdvanceInvoices, (*erpxttest.Server).DeleteAdvanceInvoices,
			func(x ctx, c client, q query) iter.Seq2[erpxt.AdvanceInvoice, error] {
				return c.AdvanceInvoices.All(x, q)
			},
			func(r *erpxt.AdvanceInvoice) int64 { return r.ID }),
		"Corrections": newWalk((*erpxttest.Server).AddCorrections, (*erpxttest.Server).DeleteCorrections,
			func(x ctx, c client, q query) iter.Seq2[erpxt.Correction, error] { return c.Corrections.All(x, q) },
			func(r *erpxt.Correction) int64 { return r.ID }),
		"PurchaseInvoices": newWalk((*erpxttest.Server).AddPurchaseInvoices, (*erpxttest.Server).DeletePurchaseInvoices,
			func(x ctx, c client, q query) iter.Seq2[erpxt.PurchaseInvoice, error] {
				return c.PurchaseInvoices.All(x, q)
			},
			func(r *erpxt.PurchaseInvoice) int64 { return r.ID }),
		"VATPurchases": newWalk((*erpxttest.Server).AddVATPurchases, (*erpxttest.Server).DeleteVATPurchases,
			func(x ctx, c client, q query) iter.Seq2[erpxt.VATPurchase, error] { return c.VATPurchases.All(x, q) },
			func(r *erpxt.VATPurchase) int64 { return r.ID }),
		"Payments": newWalk((*erpxttest.Server).AddPayments, (*erpxttest.Server).DeletePayments,
			func(x ctx, c client, q query) iter.Seq2[erpxt.Payment, error] { return c.Payments.All(x, q) },
			func(r *erpxt.Payment) int64 { return r.PaymentID }),
	}
}

// A walk of any resource yields each record once that is there from its beginning to its end, whatever comes and goes.
func TestServer_WalksUnderChurn(t *testing.T) {
	t.Parallel()
	for name, walk := range resourceWalks() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := erpxttest.NewServer(t)
			srv.DeletePaymentTypes(1, 2)
			walk.add(srv, 60)
			var first int64
			for id, err := range walk.all(t.Context(), srv.Client(nil), erpxt.Query{}) {
				require.NoError(t, err)
				first = id
				break
			}
			removed := first + 1
			srv.Fail(faults.Between(func() {
				walk.remove(srv, removed, first+59)
				removed += 2
				walk.add(srv, 1)
			}).On(name + ".List").Skip(1).Times(3))
			seen := map[int64]int{}
			for id, err := range walk.all(t.Context(), srv.Client(nil), erpxt.Query{PageSize: 10}) {
				require.NoError(t, err)
				seen[id]++
			}
			assert.Greater(t, srv.Calls(name+".List"), 6)
			for id := first; id < first+60; id++ {
				gone := id == first+59
				kept := id != first+1 && id != first+3 && id != first+5 && !gone
				assert.True(t, !kept || seen[id] == 1, id)
				assert.LessOrEqual(t, seen[id], 1)
				assert.True(t, !gone || seen[id] == 0)
			}
		})
	}
}

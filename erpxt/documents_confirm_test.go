package erpxt_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/faults"
)

// A lost confirmation may be carried out after the one that was sent behind it was rejected: nothing is called rejected
// that may still happen.
func TestConfirm_LandsAfterRejection(t *testing.T) {
	t.Parallel()
	type document struct {
		confirm func(context.Context, *erpxt.Client) error
		status  func(*erpxttest.Server) erpxt.DocumentStatus
	}
	for op, of := range map[string]document{
		"Invoices.Confirm": {
			func(ctx context.Context, c *erpxt.Client) error {
				_, err := c.Invoices.Confirm(ctx, 7, nil)
				return err
			},
			func(srv *erpxttest.Server) erpxt.DocumentStatus { return srv.Invoices()[0].Status },
		},
		"Corrections.Confirm": {
			func(ctx context.Context, c *erpxt.Client) error {
				_, err := c.Corrections.Confirm(ctx, 7, nil)
				return err
			},
			func(srv *erpxttest.Server) erpxt.DocumentStatus { return srv.Corrections()[0].Status },
		},
	} {
		t.Run(op, func(t *testing.T) {
			t.Parallel()
			srv, client := newShop(t)
			items := []erpxt.Item{{ID: 1, ProductID: 1, Quantity: num("2"), ProductCurrencyPrice: num("24.99")}}
			srv.AddInvoices(erpxt.Invoice{ID: 7, PurchasingPartyID: 1, InvoiceType: erpxt.InvoiceTypeGross, Items: items})
			srv.AddCorrections(erpxt.Correction{ID: 7, PurchasingPartyID: 1, InvoiceType: erpxt.InvoiceTypeGross, Items: items})
			now := time.Date(2026, 6, 5, 12, 0, 0, 0, time.UTC)
			srv.SetClock(func() time.Time { return now })
			srv.LandLater(op, time.Minute)
			srv.Fail(faults.ErrorBody(400, "locked by another user").On(op).Skip(1))

			err := of.confirm(t.Context(), client)
			require.ErrorContains(t, err, "locked by another user")
			require.NotErrorIs(t, err, shelfwire.ErrInvalid)
			assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
			assert.Equal(t, 2, srv.Calls(op))
			assert.Equal(t, erpxt.DocumentStatusDraft, of.status(srv))

			now = now.Add(2 * time.Minute)
			assert.Equal(t, erpxt.DocumentStatusConfirmed, of.status(srv), "it has landed")
			require.NoError(t, of.confirm(t.Context(), client))
			assert.Equal(t, 2, srv.Calls(op), "and nothing is sent again")
		})
	}
}

// What the inspection does to the document that it sees changes neither what is sent nor what is returned.
func TestInvoicesService_Confirm_InspectChanges(t *testing.T) {
	t.Parallel()
	srv, client := newShop(t)
	id := addDraft(t, srv)
	seen := 0
	spoil := func(i *erpxt.Invoice) error {
		seen++
		i.Items[0].Quantity, i.Items[1].ProductID = num("100"), 9
		i.PurchasingParty.Name, i.GrossTotal = "x", num("1")
		return nil
	}
	for calls := range 2 { // the second time it is confirmed already
		got, err := client.Invoices.Confirm(t.Context(), id, spoil)
		require.NoError(t, err)
		assertSameJSON(t, srv.Invoices()[0], got)
		assert.Equal(t, "Zielony Kubek", got.PurchasingParty.Name)
		assert.Equal(t, "2", got.Items[0].Quantity.String())
		assert.Equal(t, 2+calls, seen)
	}
	assert.Equal(t, 1, srv.Calls("Invoices.Confirm"))
}

package flows_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/faults"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// Every fault at every call: whatever comes back, the order ends once in ERP XT, by itself.
func TestSubmitToERPXT_faults(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faults.Fault{
		"503": faults.Status(503), "503, applied": faults.Status(503).AfterApplying(), "request lost": faults.DropRequest(),
		"response lost": faults.DropResponse(), "cut": faults.CutBody(), "maintenance": faults.HTML(200),
		"maintenance, applied": faults.HTML(200).AfterApplying(), "wrong type": faults.WrongType(),
		"too many calls": faults.RateLimited("1"),
	} {
		for _, op := range []string{
			"Token", "PaymentTypes.List", "Customers.List", "Customers.Create", "Customers.Get", "Invoices.List",
			"Invoices.Create", "Invoices.Get", "Invoices.Confirm",
		} {
			t.Run(name+" at "+op, func(t *testing.T) {
				t.Parallel()
				s, err := shop.Open(t.Context(), shoptest.MadeFile(t, shop.Open)) // the kind of database plays no part
				require.NoError(t, err)
				t.Cleanup(func() { require.NoError(t, s.Close()) })
				b := newBillingIn(t, s)
				times := 4
				if op == "Token" { // for which the client pauses in real time
					times = 1
				}
				b.server.Fail(fault.On(op).Times(times))
				for range 12 {
					err := b.flow.Run(t.Context(), 1)
					if err == nil {
						break
					}
					require.Equal(t, shop.OrderOpen, b.order(1).State, "%v", err)
					if _, isLanding := errors.AsType[*shop.LandingError](err); isLanding {
						shoptest.Age(t, b.shop.DB(), shop.LandingTime)
					}
				}
				b.checkBilled()
			})
		}
	}
}

// A request that arrives late, after its connection was lost, is waited for.
func TestSubmitToERPXT_landsLater(t *testing.T) {
	t.Parallel()
	for _, op := range []string{"Customers.Create", "Invoices.Create"} {
		t.Run(op, func(t *testing.T) {
			t.Parallel()
			b := newBilling(t)
			now := time.Now()
			b.server.SetClock(func() time.Time { return now })
			b.server.LandLater(op, 9*time.Minute)
			landing, ok := errors.AsType[*shop.LandingError](b.flow.Run(t.Context(), 1))
			require.True(t, ok)
			assert.WithinDuration(t, time.Now().Add(shop.LandingTime), landing.Until, time.Minute)
			creates := b.server.Calls(op)
			_, ok = errors.AsType[*shop.LandingError](b.flow.Run(t.Context(), 1))
			require.True(t, ok, "it is looked for, and not there yet")
			assert.Equal(t, creates, b.server.Calls(op))
			assert.True(t, strings.HasSuffix(b.order(1).Reason, "and then sent again if it is not there"), b.order(1).Reason)

			now = now.Add(10 * time.Minute)
			require.NoError(t, b.flow.Run(t.Context(), 1), "found before its time is over")
			assert.Equal(t, creates, b.server.Calls(op))
			b.checkBilled()
		})
	}
}

// Looking that fails changes nothing.
func TestSubmitToERPXT_cannotLook(t *testing.T) {
	t.Parallel()
	b := newBilling(t)
	b.server.Fail(faults.DropResponse().On("Invoices.Create"), faults.Status(400).On("Invoices.List").Skip(1).Always())
	_, ok := errors.AsType[*shop.LandingError](b.flow.Run(t.Context(), 1))
	require.True(t, ok)
	err := b.flow.Run(t.Context(), 1)
	_, ok = errors.AsType[*shop.LandingError](err)
	require.True(t, ok)
	require.ErrorContains(t, err, "looking failed")
	assert.Equal(t, shop.OrderOpen, b.order(1).State)
	b.server.ClearFaults()
	require.NoError(t, b.flow.Run(t.Context(), 1))
	b.checkBilled()
}

// A list that leaves countries out gives nobody the card of a stranger: numbers are the same in several countries.
func TestSubmitToERPXT_sparseList(t *testing.T) {
	t.Parallel()
	b := newBilling(t)
	business := buyer()
	business.TaxNumber = "6770065406"
	placeBilled(t, b.shop, business)
	b.server.AddCustomers(erpxt.Customer{Name: "Stranger", CountryCode: "DE", CustomerTaxNumber: business.TaxNumber})
	b.server.Fail(faults.DropRequest().On("Customers.Create"), faults.Edit(func(body []byte) []byte {
		return bytes.ReplaceAll(body, []byte(`"CountryCode":"DE",`), nil)
	}).On("Customers.List").Always())
	for range 2 { // sent, and then looked for
		_, ok := errors.AsType[*shop.LandingError](b.flow.Run(t.Context(), 2))
		require.True(t, ok)
		assert.Len(t, b.server.Customers(), 1)
	}
	shoptest.Age(t, b.shop.DB(), shop.LandingTime)
	require.NoError(t, b.flow.Run(t.Context(), 2))
	require.Len(t, b.server.Customers(), 2)
	assert.Equal(t, b.server.Customers()[1].ID, b.server.Invoices()[0].PurchasingPartyID)
}

// A lost confirmation may be carried out after the next one was rejected: the order does not fail for that.
func TestSubmitToERPXT_confirmsLater(t *testing.T) {
	t.Parallel()
	b := newBilling(t)
	now := time.Now()
	b.server.SetClock(func() time.Time { return now })
	b.server.LandLater("Invoices.Confirm", time.Minute)
	b.server.Fail(faults.ErrorBody(400, "locked by another user").On("Invoices.Confirm").Skip(1))
	require.ErrorContains(t, b.flow.Run(t.Context(), 1), "locked by another user")
	assert.Equal(t, shop.OrderOpen, b.order(1).State)

	now = now.Add(2 * time.Minute)
	require.NoError(t, b.flow.Run(t.Context(), 1))
	assert.Equal(t, 2, b.server.Calls("Invoices.Confirm"))
	b.checkBilled()
}

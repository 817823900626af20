package erpxttest_test

import (
	"errors"
	"fmt"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// percents are the rates of the products 1 to 7 of the test below, in hundredths.
var percents = map[int64]int64{1: 23, 2: 8, 3: 5, 4: 4, 5: 0, 6: 0, 7: 0}

// cents rounds an amount half up to whole cents.
func cents(amount *big.Rat) int64 {
	doubled := new(big.Rat).Add(new(big.Rat).Mul(amount, big.NewRat(200, 1)), big.NewRat(1, 1))
	whole := new(big.Int).Div(doubled.Num(), new(big.Int).Mul(doubled.Denom(), big.NewInt(2)))
	return whole.Int64()
}

// sumInCents is the shop's own sum of an order: VAT and gross.
func sumInCents(t *rapid.T, order *erpxt.NewInvoice) (vat, gross int64) {
	for _, item := range order.Items {
		quantity, ok := new(big.Rat).SetString(item.Quantity.String())
		require.True(t, ok)
		price, ok := new(big.Rat).SetString(item.ProductCurrencyPrice.String())
		require.True(t, ok)
		value := cents(quantity.Mul(quantity, price))
		percent := percents[item.ProductID]
		if order.InvoiceType == erpxt.InvoiceTypeNet {
			tax := cents(big.NewRat(value*percent, 10_000))
			vat, gross = vat+tax, gross+value+tax
			continue
		}
		vat, gross = vat+cents(big.NewRat(value*percent, (100+percent)*100)), gross+value
	}
	return vat, gross
}

func drawOrder(t *rapid.T) erpxt.NewInvoice {
	order := erpxt.NewInvoice{
		PurchasingPartyID: 1, PaymentTypeID: 1,
		InvoiceType: rapid.SampledFrom([]erpxt.InvoiceType{erpxt.InvoiceTypeNet, erpxt.InvoiceTypeGross}).Draw(t, "type"),
	}
	for range rapid.IntRange(1, 50).Draw(t, "lines") {
		order.Items = append(order.Items, erpxt.NewItem{
			ProductID:            rapid.Int64Range(1, 7).Draw(t, "product"),
			Quantity:             shelfwire.MustDecimal(fmt.Sprintf("%d.%03d", rapid.IntRange(1, 99).Draw(t, "quantity"), rapid.IntRange(0, 999).Draw(t, "part"))),
			ProductCurrencyPrice: shelfwire.MustDecimal(fmt.Sprintf("%d.%02d", rapid.IntRange(0, 9999).Draw(t, "price"), rapid.IntRange(0, 99).Draw(t, "cent"))),
		})
	}
	return order
}

// formatCents writes an amount as the server does.
func formatCents(n int64) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }

// An order of any length, with any rates, is confirmed when the draft costs what the shop has worked out by itself, and
// only then.
func TestInvoicesService_Confirm_ComparesTotals(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	for i, rate := range []erpxt.VATRate{
		erpxt.VAT23, erpxt.VAT8, erpxt.VAT5, erpxt.VAT4, erpxt.VAT0, erpxt.VATExempt, erpxt.VATNotTaxable,
	} {
		srv.AddProducts(erpxt.Product{ID: int64(i + 1), Name: string(rate), Rate: rate})
	}
	client := srv.Client(nil)
	rapid.Check(t, func(rt *rapid.T) {
		order := drawOrder(rt)
		id, err := client.Invoices.Create(t.Context(), order)
		require.NoError(rt, err)
		vat, gross := sumInCents(rt, &order)
		wrong := rapid.SampledFrom([]int64{0, 0, 1, -1}).Draw(rt, "wrong by")
		confirmed, err := client.Invoices.Confirm(t.Context(), id, func(i *erpxt.Invoice) error {
			if i.GrossTotal.String() != formatCents(gross+wrong) || i.VATTotal.String() != formatCents(vat) {
				return errors.New("the draft costs something else")
			}
			return nil
		})
		if wrong != 0 {
			require.Error(rt, err)
			assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
			draft, err := client.Invoices.Get(t.Context(), id)
			require.NoError(rt, err)
			require.Equal(rt, erpxt.DocumentStatusDraft, draft.Status)
			return
		}
		require.NoError(rt, err)
		require.Equal(rt, erpxt.DocumentStatusConfirmed, confirmed.Status)
	})
}

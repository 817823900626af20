package flows

import (
	"context"
	"fmt"
	"regexp"
	"strconv"

	"github.com/shelfwire/shelfwire/erpxt"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// otherInvoiceError says that an invoice is not that of the order: a person has given a wrong ID.
type otherInvoiceError struct {
	Invoice int64
	Why     string
}

// Error says why.
func (e *otherInvoiceError) Error() string {
	return fmt.Sprintf("invoice %d in ERP XT is not that of this order: %s", e.Invoice, e.Why)
}

// describedOrder is the description of an invoice that was made for an order.
var describedOrder = regexp.MustCompile(`^Order [0-9]+$`)

// check stops the confirmation of what is not the invoice of the order, or not yet right.
func (c confirmation) check(i *erpxt.Invoice) error {
	if why := c.differs(i); why != "" {
		return &otherInvoiceError{Invoice: i.ID, Why: why}
	}
	return c.Sums.check(i)
}

// differs says by what an invoice is that of another order. One that a person has made by hand may have any description,
// and then its sums are all that there is to know it by; what is left out proves nothing.
func (c confirmation) differs(i *erpxt.Invoice) string {
	isNamed := i.Description == c.Description
	switch currency := shop.InERPXT.Currency(); {
	case !isNamed && describedOrder.MatchString(i.Description):
		return fmt.Sprintf("its description is %q", i.Description)
	case c.Buyer != 0 && i.PurchasingPartyID != 0 && i.PurchasingPartyID != c.Buyer:
		return fmt.Sprintf("its buyer is customer %d, and that of the order is customer %d", i.PurchasingPartyID, c.Buyer)
	case i.CurrencyCode != "" && i.CurrencyCode != currency:
		return fmt.Sprintf("it is in %s, and the order in %s", i.CurrencyCode, currency)
	}
	if err := c.Sums.check(i); err != nil && !isNamed {
		return err.Error()
	}
	return ""
}

// knownBuyer returns the ID of the card of an order's buyer, 0 when it is not known.
func (f *SubmitToERPXT) knownBuyer(ctx context.Context, o shop.Order) (id int64, err error) {
	steps, err := f.Shop.StepsOf(ctx, o)
	if err != nil {
		return 0, err
	}
	for _, step := range steps {
		if step.Kind == shop.StepCustomer && step.State == "done" {
			id, err = strconv.ParseInt(step.Result, 10, 64)
		}
	}
	return id, err
}

// askAgain takes back what a person has said about the invoice of an order, and asks the same again.
func (f *SubmitToERPXT) askAgain(ctx context.Context, o shop.Order, other *otherInvoiceError) error {
	step := shop.DraftStep(o)
	if err := f.Shop.AskAgain(context.WithoutCancel(ctx), step, other.Error()); err != nil {
		return err
	}
	return &shop.ParkedError{Target: step.Target, Reason: other.Error()}
}

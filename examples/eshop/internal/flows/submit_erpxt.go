package flows

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// SubmitToERPXT brings an order into ERP XT: the card of its buyer, the draft of its invoice with all lines, and the
// confirmation. Each of them is a write of its own and has a record of its own; see [shop.Step].
//
// What is unclear is looked for. A request without a response may still arrive for [shop.LandingTime]: until then it is
// not sent again, and the order goes on as soon as what it makes is found. A person is asked only when there is more
// than one card or invoice to choose from.
type SubmitToERPXT struct {
	Shop         *shop.Shop
	Customers    buyerCards
	Invoices     drafts
	PaymentTypes paymentTypes
	Zone         *time.Location // of the day of the sale
	IsGated      bool           // the limiter of the client is a [Gate]

	// Closed is told of each order that will not be tried again, when that is stored; nil for nobody.
	Closed func(*ClosedError)
	// Unrecorded is told of each key that could not be written down; nil for nobody.
	Unrecorded func(*UnrecordedError)

	// What this program has done so far.
	Buyers, Drafts, Confirmed atomic.Int64
}

// buyerCards is the part of erpxt.CustomersService that an order needs.
type buyerCards interface {
	FindOrCreate(ctx context.Context, customer erpxt.NewCustomer) (erpxt.Customer, error)
	Find(ctx context.Context, customer erpxt.NewCustomer) (erpxt.Customer, error)
}

// drafts is the part of erpxt.InvoicesService that an order needs.
type drafts interface {
	CreateOnce(ctx context.Context, invoice erpxt.NewInvoice) (int64, error)
	FindByDescription(ctx context.Context, description string) ([]erpxt.Invoice, error)
	Confirm(ctx context.Context, id int64, inspect func(*erpxt.Invoice) error) (erpxt.Invoice, error)
}

// paymentTypes is the part of erpxt.PaymentTypesService that an order needs.
type paymentTypes interface {
	All(ctx context.Context, q erpxt.Query) iter.Seq2[erpxt.PaymentType, error]
}

func (f *SubmitToERPXT) writing() writing {
	return writing{shop: f.Shop, isGated: f.IsGated, unrecorded: f.Unrecorded}
}

// Run goes on with an order behind the last step that is done. Called again it sends nothing twice. A [*ClosedError] is
// final; after any other error the order is still open and can be tried again, after a [*shop.LandingError] until what
// is unclear has been found.
func (f *SubmitToERPXT) Run(ctx context.Context, id int64) error {
	return f.closing().run(ctx, id, f.submit)
}

// GiveUp fails an order that has been tried often enough.
func (f *SubmitToERPXT) GiveUp(ctx context.Context, id int64, reason error) error {
	return f.closing().giveUp(ctx, id, reason)
}

func (f *SubmitToERPXT) closing() closing {
	return closing{shop: f.Shop, closed: f.Closed, look: f.lookConfirmed, isLasting: func(err error) bool {
		return isLasting(err) || errors.Is(err, shelfwire.ErrConflict) ||
			errors.Is(err, errOtherSums) || errors.Is(err, errNoRate)
	}}
}

func (f *SubmitToERPXT) submit(ctx context.Context, o shop.Order) error {
	want, err := sumOrder(o) // what no invoice can be confirmed for is not begun
	if err != nil {
		return err
	}
	invoice := o.InvoiceID
	if invoice == 0 {
		if invoice, err = f.draft(ctx, o); err != nil {
			return err
		}
	}
	err = f.confirm(ctx, o, invoice, want)
	if other, ok := errors.AsType[*otherInvoiceError](err); ok {
		return f.askAgain(ctx, o, other)
	}
	return err
}

// draft returns the ID of the draft of an order's invoice, and creates it, and the card of its buyer, unless they are
// there.
func (f *SubmitToERPXT) draft(ctx context.Context, o shop.Order) (int64, error) {
	items, err := f.items(ctx, o)
	if err != nil {
		return 0, err
	}
	payment, err := f.payment(ctx)
	if err != nil {
		return 0, err
	}
	buyer, err := f.buyer(ctx, o)
	if err != nil {
		return 0, err
	}
	invoice := erpxt.NewInvoice{
		PurchasingPartyID: buyer,
		PaymentTypeID:     payment,
		InvoiceType:       erpxt.InvoiceTypeGross,
		Items:             items,
		Description:       description(o),
		PaymentStatus:     paymentStatus(o),
		SalesDate:         shelfwire.DateOf(o.PlacedAt.In(f.Zone)),
	}
	send := func(ctx context.Context, n erpxt.NewInvoice) (int64, error) { return f.Invoices.CreateOnce(ctx, n) }
	return findable[erpxt.NewInvoice]{f, shop.DraftStep(o), send, f.findDraft, &f.Drafts}.do(ctx, invoice)
}

// description is what an order's invoice is looked for by.
func description(o shop.Order) string { return fmt.Sprintf("Order %d", o.ID) }

// paymentStatus is that of an order's invoice: the parcel of one that is paid on delivery is still on its way.
func paymentStatus(o shop.Order) erpxt.PaymentStatus {
	if o.Remote.IsUnpaid {
		return erpxt.PaymentStatusUnpaid
	}
	return erpxt.PaymentStatusPaid
}

// errNoCard says that a product has no card in ERP XT yet, so that no invoice can name it.
var errNoCard = errors.New("has no product card in ERP XT yet; the price list makes it, and then the order goes on")

// items are the lines of an order, by the cards of its products.
func (f *SubmitToERPXT) items(ctx context.Context, o shop.Order) ([]erpxt.NewItem, error) {
	var items []erpxt.NewItem
	for _, line := range o.Lines {
		card, err := f.Shop.CardID(ctx, line.SKU)
		if err != nil {
			return nil, noCard(line.SKU, err)
		}
		items = append(items, erpxt.NewItem{ProductID: card, Quantity: line.Quantity, ProductCurrencyPrice: line.Price})
	}
	return items, nil
}

// payment returns the company's usual type of payment.
func (f *SubmitToERPXT) payment(ctx context.Context) (int64, error) {
	for p, err := range f.PaymentTypes.All(ctx, erpxt.Query{}) {
		if err != nil {
			return 0, err
		}
		if primary, _ := p.Primary.Get(); primary {
			return p.ID, nil
		}
	}
	return 0, errors.New("no type of payment is the primary one in ERP XT: choose one there, and the order goes on")
}

// confirmation is what is recorded of one before it is sent.
type confirmation struct {
	Invoice     int64
	Sums        sums
	Description string // that the program gives the order's invoice
	Buyer       int64  // the ID of the buyer's card; 0 when it is not known
}

// confirm confirms an order's invoice for good, if it is the order's and its sums are those of the order.
func (f *SubmitToERPXT) confirm(ctx context.Context, o shop.Order, invoice int64, want sums) error {
	buyer, err := f.knownBuyer(ctx, o)
	if err != nil {
		return err
	}
	c := confirmation{Invoice: invoice, Sums: want, Description: description(o), Buyer: buyer}
	_, err = writeOnce(ctx, f.writing(), shop.ConfirmationStep(o), c,
		func(ctx context.Context, c confirmation) (string, error) {
			confirmed, err := f.Invoices.Confirm(ctx, c.Invoice, c.check)
			if err != nil {
				return "", err
			}
			f.Confirmed.Add(1)
			return cmp.Or(confirmed.Number, strconv.FormatInt(c.Invoice, 10)), nil
		})
	return err
}

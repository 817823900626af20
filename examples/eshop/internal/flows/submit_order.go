package flows

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// SubmitOrder brings an order into Resico: its customer, what is new about one who is there, its invoice and the lines of
// it, the guide's second and third flow. Each of them is a write of its own and has a record of its own; see [shop.Step].
type SubmitOrder struct {
	Shop      *shop.Shop
	Customers customerWriter
	Invoices  invoiceWriter
	Zone      *time.Location // of the dates on the invoice
	IsGated   bool           // the limiter of the client is a [Gate]

	// Closed is told of each order that will not be tried again, when that is stored; nil for nobody.
	Closed func(*ClosedError)
	// Unrecorded is told of each key that could not be written down; nil for nobody.
	Unrecorded func(*UnrecordedError)
}

// customerWriter is the part of resico.CustomersService that an order needs.
type customerWriter interface {
	Create(ctx context.Context, customer resico.NewCustomer) (resico.Customer, error)
	Update(ctx context.Context, code string, update resico.CustomerUpdate) (resico.Customer, error)
}

// invoiceWriter is the part of resico.InvoicesService that an order needs.
type invoiceWriter interface {
	Create(ctx context.Context, invoice resico.NewInvoice) (resico.Invoice, error)
	AddLine(ctx context.Context, invoiceID resico.InvoiceID, line resico.NewLine) (resico.InvoiceLine, error)
}

func (f *SubmitOrder) writing() writing {
	return writing{shop: f.Shop, isGated: f.IsGated, unrecorded: f.Unrecorded}
}

// Run goes on with an order behind the last step that is done. Called again it sends nothing twice. A
// [*ClosedError] is final; after any other error the order is still open and can be tried again.
func (f *SubmitOrder) Run(ctx context.Context, id int64) error {
	return f.closing().run(ctx, id, f.submit)
}

// GiveUp fails an order that has been tried often enough.
func (f *SubmitOrder) GiveUp(ctx context.Context, id int64, reason error) error {
	return f.closing().giveUp(ctx, id, reason)
}

func (f *SubmitOrder) closing() closing {
	return closing{shop: f.Shop, closed: f.Closed, isLasting: func(err error) bool {
		_, isOtherPrice := errors.AsType[*otherPriceError](err)
		return isOtherPrice || isLasting(err)
	}}
}

func (f *SubmitOrder) submit(ctx context.Context, o shop.Order) error {
	code, err := f.customer(ctx, o)
	if err != nil {
		return err
	}
	if err := f.details(ctx, o, code); err != nil {
		return err
	}
	invoice, err := f.invoice(ctx, o, code)
	if err != nil {
		return err
	}
	for i, line := range o.Lines {
		no, err := f.line(ctx, o, invoice, line)
		if i == 0 {
			err = f.checkInvoice(ctx, o, no, err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// customer returns the customer's code in Resico, and creates the customer unless the shop knows the code.
func (f *SubmitOrder) customer(ctx context.Context, o shop.Order) (string, error) {
	if o.Customer.ResicoCode != "" {
		return o.Customer.ResicoCode, nil
	}
	customer := resico.NewCustomer{
		Code:     fmt.Sprintf("SHOP-%05d", o.Customer.ID),
		Name:     o.Customer.Name,
		Email:    o.Customer.Email,
		Phone:    o.Customer.Phone,
		Address:  o.Customer.Address,
		PostCode: o.Customer.PostCode,
	}
	return writeOnce(ctx, f.writing(), shop.CustomerStep(o), customer,
		func(ctx context.Context, n resico.NewCustomer) (string, error) {
			created, err := f.Customers.Create(ctx, n)
			if err == nil && created.Code == "" { // it is there, but no invoice can name it
				err = errors.New("the customer was created, but Resico gave no code")
			}
			return created.Code, err // the ERP may number customers itself: its code counts, not ours
		})
}

// invoice returns the ID of the order's invoice, and creates its head unless the shop knows the ID.
func (f *SubmitOrder) invoice(ctx context.Context, o shop.Order, customer string) (resico.InvoiceID, error) {
	if o.InvoiceID != 0 {
		return resico.InvoiceID(o.InvoiceID), nil
	}
	day := shelfwire.DateOf(o.PlacedAt.In(f.Zone))
	head := resico.NewInvoice{
		CustomerCode:            customer,
		CustomerDeliveryAddress: deliveryAddress(o.Customer),
		Type:                    resico.InvoiceLocal,
		PaymentMethod:           resico.PaymentBank,
		PaymentTerms:            "0",
		LocationCode:            o.Location,
		ApproveDate:             day,
		ShipmentStartDate:       day,
		ShipmentEndDate:         day,
		PaymentDueDate:          day,
		Notes:                   o.Title(), // what a person looks for when the outcome is unknown
		Paid:                    !o.Remote.IsUnpaid,
	}
	id, err := writeOnce(ctx, f.writing(), shop.InvoiceStep(o), head,
		func(ctx context.Context, n resico.NewInvoice) (string, error) {
			created, err := f.Invoices.Create(ctx, n)
			return keyText(created.ID), err
		})
	if err != nil {
		return 0, err
	}
	number, err := strconv.ParseInt(id, 10, 64)
	return resico.InvoiceID(number), err
}

// line adds a line to the invoice, and returns its number there; 0 when it was there before.
func (f *SubmitOrder) line(
	ctx context.Context, o shop.Order, invoice resico.InvoiceID, line shop.Line,
) (no int, err error) {
	n := resico.NewLine{
		SKU: line.SKU, Quantity: line.Quantity, Price: line.Price, VAT: resico.VATCode(line.VAT),
	}
	price := n.Price
	_, err = writeOnce(ctx, f.writing(), shop.LineStep(o, line), n,
		func(ctx context.Context, n resico.NewLine) (string, error) {
			added, err := f.Invoices.AddLine(ctx, invoice, n)
			no = added.LineNo
			if added.Price.IsSet() {
				price = added.Price
			}
			return keyText(added.ID), err
		})
	if err == nil && price.Sub(n.Price).Mul(n.Quantity).Abs().GreaterThan(cent) {
		err = &otherPriceError{Line: line, Invoice: invoice, Price: price}
	}
	return no, err
}

// otherPriceError says that a line is in, and comes to another sum than was paid: Resico has rounded its price. The next try goes
// on behind it.
type otherPriceError struct {
	Line    shop.Line
	Invoice resico.InvoiceID
	Price   shelfwire.Decimal // in Resico
}

// Error names both prices.
func (e *otherPriceError) Error() string {
	return fmt.Sprintf("line %d of invoice %d has the price %s in Resico, and was sold at %s: put the invoice right there",
		e.Line.No, e.Invoice, e.Price, e.Line.Price)
}

// keyText is the text of a key, "" when there is none.
func keyText[ID ~int64](id ID) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(int64(id), 10)
}

// isLasting reports whether the same order would be rejected again. A key that is not accepted, too many calls
// and a provider that cannot be reached, or in whose place somebody else responds, are no fault of the order; neither is a
// rejection after a try of which nobody knows what became.
func isLasting(err error) bool {
	switch outcome := shelfwire.OutcomeOf(err); {
	case outcome == shelfwire.OutcomeUnknown:
		return false
	case errors.Is(err, shelfwire.ErrRateLimited), errors.Is(err, shelfwire.ErrMalformed),
		errors.Is(err, shelfwire.ErrUnauthorized), errors.Is(err, shelfwire.ErrForbidden):
		return false
	default:
		return errors.Is(err, shelfwire.ErrInvalid) || outcome == shelfwire.OutcomeRejected
	}
}

package web

import (
	"context"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// maxPrints is how many invoices are fetched at a time: the orders share the limits of the provider with them.
const maxPrints = 2

var errNoPrint = &problem{http.StatusServiceUnavailable, "The invoice cannot be fetched now",
	"It is in the accounts, and they do not give it out at the moment. Please try again in a minute."}

// ownInvoice sends the invoice of an order to whoever placed it.
func (s *site) ownInvoice(w http.ResponseWriter, r *http.Request) error {
	id, err := s.Shop.OrderOfForm(r.Context(), clean(r.PathValue("form")))
	if err != nil {
		return err
	}
	return s.sendInvoice(w, r, id)
}

// officeInvoice sends the invoice of an order to the shop's people.
func (s *site) officeInvoice(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return errNotFound
	}
	return s.sendInvoice(w, r, id)
}

// sendInvoice fetches the PDF anew each time: its number in the national e-invoice system may come after the first
// print. It goes out as a file to save, never as a page of this site.
func (s *site) sendInvoice(w http.ResponseWriter, r *http.Request, order int64) error {
	o, err := s.Shop.Order(r.Context(), order)
	if err != nil {
		return err
	}
	if !s.hasPDF(o) {
		return errNotFound
	}
	pdf, err := s.print(r.Context(), o.InvoiceID)
	if err != nil {
		s.Logger.WarnContext(r.Context(), "invoice not printed", "order", o.ID, "error", err)
		return errNoPrint
	}
	name := "invoice-" + strings.NewReplacer("/", "-", `\`, "-").Replace(o.InvoiceNumber) + ".pdf"
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	w.Header().Set("Content-Length", strconv.Itoa(len(pdf)))
	_, _ = w.Write(pdf)
	return nil
}

// hasPDF reports whether an order has an invoice that can be printed: a confirmed one.
func (s *site) hasPDF(o shop.Order) bool {
	return s.Print != nil && o.State == shop.OrderSent && o.InvoiceNumber != ""
}

func (s *site) print(ctx context.Context, invoice int64) ([]byte, error) {
	select {
	case s.prints <- struct{}{}:
		defer func() { <-s.prints }()
		return s.Print(ctx, invoice)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

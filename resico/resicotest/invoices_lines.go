package resicotest

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// line is a line of an invoice as it goes over the wire, its members in the order of the guide.
type line struct {
	ID                      int64
	LineNo                  int
	SKU, Name               string
	Qty, Price, Amount      shelfwire.Decimal
	DiscountPercent         shelfwire.Decimal
	ActualAmount            shelfwire.Decimal
	Type                    string
	VAT                     resico.VATCode
	ReverseVAT              bool
	ReverseVATCode          string
	BatchCode, SerialNumber string
	ModifiedBy              string
	Created, Updated        string

	discount shelfwire.Decimal
}

// AddVATRate sets the rate of a VAT code, in percent. A new server knows "A" at 21.
func (s *Server) AddVATRate(code resico.VATCode, percent shelfwire.Decimal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.vatRates[code] = percent
}

// findInvoice returns the invoice with an ID; nil when it is unknown.
func (s *Server) findInvoice(id string) *invoice {
	n, err := strconv.Atoi(id)
	if err != nil || n < 1 || n > len(s.invoices) {
		return nil
	}
	return s.invoices[n-1]
}

func (s *Server) addLine(c *call) (result, *rejection) {
	inv := s.findInvoice(c.PathValue("id"))
	if inv == nil {
		return result{}, newRejection(http.StatusNotFound, "there is no invoice with this ID")
	}
	l := s.readLine(c.body)
	percent, ok := s.vatRates[l.VAT]
	if !ok {
		c.body.AddProblem("VAT", "is not the code of a rate")
	}
	if err := c.body.fieldRejection(); err != nil {
		return result{}, err
	}
	l.computeAmounts(percent)
	s.lines++
	now := c.now.Format(time.RFC3339)
	l.ID, l.LineNo, l.ModifiedBy, l.Created, l.Updated = s.lines, len(inv.lines)+1, modifiedBy, now, now
	inv.lines, inv.Updated = append(inv.lines, l), now
	inv.Total.addLine(l)
	return oneRow("SalesinvoiceLine", object{{"ID", l.ID}}, l), nil
}

// readLine reads a line and validates it. The default of the VAT code is the product's.
func (s *Server) readLine(b *body) *line {
	l := &line{}
	l.SKU, _ = b.Text("SKU")
	product, known := s.catalogue.rows[l.SKU]
	var ownVAT resico.VATCode
	if known {
		l.Name, ownVAT = product.Name, product.VAT
	} else {
		b.AddProblem("SKU", "is not the SKU of a product")
	}
	l.VAT = resico.VATCode(b.textOr("VAT", string(ownVAT)))
	l.Qty, _ = b.Number("Qty")
	if !l.Qty.IsPositive() {
		b.AddProblem("Qty", "is not a number above zero")
	}
	price, given := b.Number("Price")
	if l.Price = price; !given || price.IsNegative() {
		b.AddProblem("Price", "is missing or negative")
	}
	l.DiscountPercent, _ = b.Number("DiscountPercent")
	if l.DiscountPercent.IsNegative() || l.DiscountPercent.GreaterThan(hundred()) {
		b.AddProblem("DiscountPercent", "is not from 0 to 100")
	}
	return l
}

// computeAmounts sets the amounts. As in the guide's example the price includes VAT: ActualAmount is gross,
// Amount net.
func (l *line) computeAmounts(vatPercent shelfwire.Decimal) {
	full := l.Price.Mul(l.Qty)
	paid := full.Mul(hundred().Sub(l.DiscountPercent)).DivRound(hundred(), 2)
	net := paid.Mul(hundred()).DivRound(hundred().Add(vatPercent), 2)
	l.ActualAmount = trimZeros(paid)
	l.Amount = trimZeros(net)
	l.discount = full.Sub(paid)
}

// trimZeros drops zeros at the end of the decimals, as the guide's amounts do: 40, not 40.00.
func trimZeros(d shelfwire.Decimal) shelfwire.Decimal {
	s := d.String()
	if strings.Contains(s, ".") {
		s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	}
	return shelfwire.MustDecimal(s)
}

func hundred() shelfwire.Decimal { return shelfwire.NewDecimal(100) }

package resico

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// NewLine is a line to add to an invoice.
type NewLine struct {
	SKU      string            `json:"SKU"` // of a product that the ERP has
	Quantity shelfwire.Decimal `json:"Qty"` // in the product's unit, above zero
	// Price is the price of one unit, required; MustDecimal("0") gives it away. In the guide's example it
	// includes VAT; whether a tenant can change that is undocumented, so compare Amount and ActualAmount of the
	// first line that you add.
	Price           shelfwire.Decimal `json:"Price"`
	DiscountPercent shelfwire.Decimal `json:"DiscountPercent"` // 0 to 100
	VAT             VATCode           `json:"VAT,omitempty"`   // a letter; empty leaves the choice to the server
}

func (n *NewLine) validate(problems *check.Problems, prefix string) {
	problems.Required(prefix+"SKU", n.SKU)
	problems.Text(prefix+"SKU", n.SKU)
	problems.Positive(prefix+"Quantity", n.Quantity)
	problems.Amount(prefix+"Price", n.Price)
	if n.DiscountPercent.IsNegative() || n.DiscountPercent.GreaterThan(shelfwire.NewDecimal(100)) {
		problems.Add(prefix+"DiscountPercent", "must be from 0 to 100")
	}
	if n.VAT != "" && (len(n.VAT) != 1 || n.VAT < "A" || n.VAT > "Z") {
		problems.Add(prefix+"VAT", "is not a VAT code: one capital letter, such as \"A\"")
	}
}

// InvoiceLine is a line of an invoice as the server returns it. Amounts are in the invoice's currency.
type InvoiceLine struct {
	Meta `json:"-"`

	ID              LineID            `json:"ID"`
	LineNo          int               `json:"LineNo"` // from 1
	SKU             string            `json:"SKU"`
	Name            string            `json:"Name"`
	Quantity        shelfwire.Decimal `json:"Qty"`             // in the product's unit
	Price           shelfwire.Decimal `json:"Price"`           // of one unit; see [NewLine] for VAT
	Amount          shelfwire.Decimal `json:"Amount"`          // net in the guide's example
	DiscountPercent shelfwire.Decimal `json:"DiscountPercent"` // 0 to 100
	ActualAmount    shelfwire.Decimal `json:"ActualAmount"`    // gross in the guide's example
	Type            string            `json:"Type"`            // of the product; "bom" for a bill of materials
	VAT             VATCode           `json:"VAT"`
	ReverseVAT      bool              `json:"ReverseVAT"`
	ReverseVATCode  string            `json:"ReverseVATCode"`
	BatchCode       string            `json:"BatchCode"`
	SerialNumber    string            `json:"SerialNumber"`
	ModifiedBy      string            `json:"ModifiedBy"`
	Created         time.Time         `json:"Created"`
	Updated         time.Time         `json:"Updated"`

	// Unread lists the members in an ambiguous form. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

var lineFields = lenientjson.NewFields(map[string]func(*InvoiceLine, lenientjson.Member){
	"ID":              func(l *InvoiceLine, m lenientjson.Member) { m.Int((*int64)(&l.ID)) },
	"LineNo":          func(l *InvoiceLine, m lenientjson.Member) { m.SmallInt(&l.LineNo) },
	"SKU":             func(l *InvoiceLine, m lenientjson.Member) { m.Text(&l.SKU) },
	"Name":            func(l *InvoiceLine, m lenientjson.Member) { m.Text(&l.Name) },
	"Qty":             func(l *InvoiceLine, m lenientjson.Member) { m.Amount(&l.Quantity) },
	"Price":           func(l *InvoiceLine, m lenientjson.Member) { m.Amount(&l.Price) },
	"Amount":          func(l *InvoiceLine, m lenientjson.Member) { m.Amount(&l.Amount) },
	"DiscountPercent": func(l *InvoiceLine, m lenientjson.Member) { m.Amount(&l.DiscountPercent) },
	"ActualAmount":    func(l *InvoiceLine, m lenientjson.Member) { m.Amount(&l.ActualAmount) },
	"Type":            func(l *InvoiceLine, m lenientjson.Member) { m.Text(&l.Type) },
	"VAT":             func(l *InvoiceLine, m lenientjson.Member) { m.Text((*string)(&l.VAT)) },
	"ReverseVAT":      func(l *InvoiceLine, m lenientjson.Member) { readFlag(m, &l.ReverseVAT) },
	"ReverseVATCode":  func(l *InvoiceLine, m lenientjson.Member) { m.Text(&l.ReverseVATCode) },
	"BatchCode":       func(l *InvoiceLine, m lenientjson.Member) { m.Text(&l.BatchCode) },
	"SerialNumber":    func(l *InvoiceLine, m lenientjson.Member) { m.Text(&l.SerialNumber) },
	"ModifiedBy":      func(l *InvoiceLine, m lenientjson.Member) { m.Text(&l.ModifiedBy) },
	"Created":         func(l *InvoiceLine, m lenientjson.Member) { m.Time(&l.Created) },
	"Updated":         func(l *InvoiceLine, m lenientjson.Member) { m.Time(&l.Updated) },
})

var lineRecord = &recordType[InvoiceLine]{
	response: lineResponse,
	fields:   lineFields,
	complete: func(l *InvoiceLine, e *envelope, echo lenientjson.Value) bool {
		l.Meta, l.Unread = e.Meta, e.notes.TakeUnread()
		l.ID = positiveID(l.ID, echo)
		return l.ID > 0
	},
}

// The decimal places to which the numbers of a line are compared: a server may round them.
const (
	pricePlaces    = 2
	quantityPlaces = 3
)

// verifyAdded returns an error for another line than the one that was sent. What is missing or unreadable is no
// difference, and neither is the price of a line with a discount: no document says whether the response has it before
// or after that.
func (n *NewLine) verifyAdded(added *InvoiceLine, e *envelope) error {
	var differences []string
	restoreKey(&added.SKU, e.row.Member("SKU"), n.SKU)
	if utf8.ValidString(added.SKU) && !isBlank(added.SKU) && !isSameKey(added.SKU, n.SKU) {
		differences = append(differences, fmt.Sprintf("SKU %q in place of %q", added.SKU, n.SKU))
	}
	if added.Quantity.IsSet() && !check.EqualAtPlaces(n.Quantity, added.Quantity, quantityPlaces) {
		differences = append(differences, fmt.Sprintf("quantity %s in place of %s", added.Quantity, n.Quantity))
	}
	if n.DiscountPercent.IsZero() && added.Price.IsSet() && !check.EqualAtPlaces(n.Price, added.Price, pricePlaces) {
		differences = append(differences, fmt.Sprintf("price %s in place of %s", added.Price, n.Price))
	}
	if len(differences) == 0 {
		return nil
	}
	return fmt.Errorf("another line came than was to be added: %s", strings.Join(differences, ", "))
}

// AddLine adds one line to an invoice: PUT /salesinvoice/{id}/line, a write, which is retried only while it
// cannot have happened. Guide, heading "Rindas pievienošana"; the ID in its example is [Invoice].ID rather
// than the number of the document. See [InvoicesService.AddLines] for several lines.
//
// The response must hold the line's ID; when the record lacks it, it is taken from the echo "fields". All
// other members are best effort; see InvoiceLine.Unread. When a response with success holds no ID, the line
// is in, and the outcome of the error is [shelfwire.OutcomeApplied]. The InvoiceLine beside an error holds
// the members that were read.
//
// A line with another SKU, quantity or price than the one that was sent matches shelfwire.ErrMalformed, outcome
// unknown. SKUs are compared apart from case and outer spaces, quantities to three places and prices to two, but for
// those of lines with a discount.
func (s *InvoicesService) AddLine(ctx context.Context, invoiceID InvoiceID, line NewLine) (InvoiceLine, error) {
	var problems check.Problems
	validateInvoiceID(&problems, invoiceID)
	line.validate(&problems, "")
	if err := problems.Err(); err != nil {
		return InvoiceLine{}, s.caller.InvalidInput(opAddLine, err)
	}
	return s.addLine(ctx, invoiceID, line)
}

func (s *InvoicesService) addLine(
	ctx context.Context, invoiceID InvoiceID, line NewLine,
) (added InvoiceLine, err error) {
	err = s.caller.Do(ctx, call.Request{
		Op: opAddLine, Path: []string{"salesinvoice", strconv.FormatInt(int64(invoiceID), 10), "line"}, Body: line,
	}, func(body []byte) error { return readRecord(&s.service, body, lineRecord, &added, line.verifyAdded) })
	s.logWarnings(ctx, opAddLine, added.Warning, added.Unread)
	return added, err
}

func validateInvoiceID(problems *check.Problems, id InvoiceID) {
	if id <= 0 {
		problems.Add("invoiceID", "must be above zero")
	}
}

func validateLines(problems *check.Problems, lines []NewLine) {
	if len(lines) == 0 {
		problems.Add("lines", "are missing")
	}
	for i := range lines {
		lines[i].validate(problems, fmt.Sprintf("lines[%d].", i))
	}
}

package resico

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

var opAddLine = call.Op{Name: "Invoices.AddLine", Method: http.MethodPut, Effect: shelfwire.EffectWrite}

// NewLine is a line to add to an invoice.
type NewLine struct {
	SKU      string            `json:"SKU"`
	Quantity shelfwire.Decimal `json:"Qty"` // in the product's unit, above zero
	// Price is the price of one unit, required; MustDecimal("0") gives it away. In the guide's example it
	// includes VAT; whether that is a setting of the tenant is not documented, so compare Amount and
	// ActualAmount of the first line that you add.
	Price           shelfwire.Decimal `json:"Price"`
	DiscountPercent shelfwire.Decimal `json:"DiscountPercent"` // 0 to 100
	VAT             VATCode           `json:"VAT,omitempty"`   // a letter; without one the choice is the server's
}

func (n *NewLine) check(prefix string, problems *check.Problems) {
	problems.Required(prefix+"SKU", n.SKU)
	problems.Above0(prefix+"Quantity", n.Quantity)
	problems.Amount(prefix+"Price", n.Price)
	if n.DiscountPercent.IsNegative() || n.DiscountPercent.GreaterThan(shelfwire.NewDecimal(100).Decimal) {
		problems.Add(prefix+"DiscountPercent", "must be from 0 to 100")
	}
	if n.VAT != "" && (len(n.VAT) != 1 || n.VAT < "A" || n.VAT > "Z") {
		problems.Add(prefix+"VAT", "is not a VAT code: one capital letter, such as \"A\"")
	}
}

// InvoiceLine is a line of an invoice as the server returns it. In the guide's example Amount is net and
// ActualAmount gross.
type InvoiceLine struct {
	Meta `json:"-"`

	ID              int64             `json:"ID"`
	LineNo          int               `json:"LineNo"` // from 1
	SKU             string            `json:"SKU"`
	Name            string            `json:"Name"`
	Quantity        shelfwire.Decimal `json:"Qty"`
	Price           shelfwire.Decimal `json:"Price"`
	Amount          shelfwire.Decimal `json:"Amount"`
	DiscountPercent shelfwire.Decimal `json:"DiscountPercent"`
	ActualAmount    shelfwire.Decimal `json:"ActualAmount"`
	Type            string            `json:"Type"` // of the product; "bom" for a bill of materials
	VAT             VATCode           `json:"VAT"`
	ReverseVAT      bool              `json:"ReverseVAT"`
	ReverseVATCode  string            `json:"ReverseVATCode"`
	BatchCode       string            `json:"BatchCode"`
	SerialNumber    string            `json:"SerialNumber"`
	ModifiedBy      string            `json:"ModifiedBy"`
	Created         time.Time         `json:"Created"`
	Updated         time.Time         `json:"Updated"`
}

type lineReply struct {
	envelope
	Payload *struct {
		Data []InvoiceLine `json:"data"`
	} `json:"SalesinvoiceLine"`
}

func (r *lineReply) outer() *envelope { return &r.envelope }
func (r *lineReply) typeName() string { return "SalesinvoiceLine" }
func (r *lineReply) hasPayload() bool { return r.Payload != nil && len(r.Payload.Data) > 0 }

// AddLine adds one line to an invoice: PUT /salesinvoice/{id}/line, with the invoice's ID, not its number. It is a
// write and is not repeated once it may have happened; see [InvoicesService.AddLines] for several lines.
func (s *InvoicesService) AddLine(ctx context.Context, invoiceID int64, line NewLine) (InvoiceLine, error) {
	var problems check.Problems
	checkInvoiceID(invoiceID, &problems)
	line.check("", &problems)
	if err := problems.Err(); err != nil {
		return InvoiceLine{}, s.caller.Invalid(opAddLine, err)
	}
	return s.addLine(ctx, invoiceID, line)
}

func (s *InvoicesService) addLine(ctx context.Context, invoiceID int64, line NewLine) (InvoiceLine, error) {
	var r lineReply
	err := s.caller.Do(ctx, call.Request{
		Op: opAddLine, Path: []string{"salesinvoice", strconv.FormatInt(invoiceID, 10), "line"}, Body: line,
	}, func(body []byte) error { return s.decode(body, &r) })
	if err != nil {
		return InvoiceLine{}, err
	}
	s.warn(ctx, opAddLine, &r.envelope)
	added := r.Payload.Data[0]
	added.Meta = r.meta()
	return added, nil
}

func checkInvoiceID(id int64, problems *check.Problems) {
	if id <= 0 {
		problems.Add("invoiceID", "must be above zero")
	}
}

func checkLines(lines []NewLine, problems *check.Problems) {
	if len(lines) == 0 {
		problems.Add("lines", "are missing")
	}
	for i := range lines {
		lines[i].check(fmt.Sprintf("lines[%d].", i), problems)
	}
}

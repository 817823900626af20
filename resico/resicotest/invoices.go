package resicotest

import (
	"fmt"
	"slices"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// modifiedBy is the provider's ModifiedBy of rows written through its API.
const modifiedBy = "JSON API"

// noDate is the provider's form of an absent date, in most places.
const noDate = "0000-00-00"

// invoice is an invoice as it goes over the wire, its members in the order of the guide.
type invoice struct {
	ID                                         int64
	Number, DocumentType, Type, Description    string
	PaymentMethod, OtherPaymentMethod, POSCode string
	LocationCode, PaymentTerms                 string
	ShipmentStartDate, ShipmentEndDate         string
	ShipmentAsPeriod                           bool
	ReceiptNo, PaymentDueDate                  string
	Transporter, TransporterNotes, Notes       string
	CurrencyCode                               string
	ExchangeRate                               shelfwire.Decimal
	ExchangeRateDate                           *string
	Status                                     int
	Paid                                       bool
	LinkedNumber                               string
	CreationDate                               *string
	ApproveDate, ApprovedDate, ApprovedBy      string
	PrintoutHeader                             int
	ElectronicPrintout                         bool
	ModifiedBy, DeleteReason                   string
	Client, Customer                           party
	Total                                      invoiceTotal
	Custom                                     *string
	Created, Updated                           string

	lines []*line
}

type party struct {
	Code, Name, LegalAddress, Phone, Email                     string
	RegistrationNo, VATRegistrationNo                          string
	DeliveryAddress                                            nullText
	PrimaryBankName, PrimaryBankCode, PrimaryBankAccount       string
	SecondaryBankName, SecondaryBankCode, SecondaryBankAccount string
}

type invoiceTotal struct {
	ExclVAT           shelfwire.Decimal `json:"total_excl_vat"`
	InclVAT           shelfwire.Decimal `json:"total_incl_vat"`
	InclVAT2          shelfwire.Decimal `json:"total_incl_vat2"`
	Discount          shelfwire.Decimal `json:"total_discount"`
	ReverseVATEntries []string          `json:"reverse_vat_entries"`
	VATEntries        []string          `json:"vat_entries"`
	TotalEntries      []string          `json:"total_entries"`
	Currency          string            `json:"currency"`
	RowCount          int               `json:"row_count"`
}

// Invoices returns the invoices in the order of their creation, as a client reads them, with their lines and
// with totals that count the lines.
func (s *Server) Invoices() []resico.FullInvoice {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]resico.FullInvoice, len(s.invoices))
	for i, inv := range s.invoices {
		decodeWire(inv, &list[i].Invoice)
		list[i].Lines = make([]resico.InvoiceLine, len(inv.lines))
		for j, l := range inv.lines {
			decodeWire(l, &list[i].Lines[j])
		}
	}
	return list
}

func (s *Server) createInvoice(c *call) (result, *rejection) {
	inv := s.newInvoice(c)
	code := c.body.textOr("CustomerCode", "")
	customer := s.customers.byCode[code]
	switch {
	case code == "":
		c.body.AddProblem("CustomerCode", "is missing; an invoice needs a customer")
	case customer == nil:
		c.body.AddProblem("CustomerCode", "is not the code of a customer")
	}
	delivery := c.body.textOr("CustomerDeliveryAddress", "")
	if inv.LocationCode != "" && !slices.Contains(s.catalogue.locations, inv.LocationCode) {
		c.body.AddProblem("LocationCode", "is not the code of a location")
	}
	if err := c.body.fieldRejection(); err != nil {
		return result{}, err
	}
	inv.Customer = newBuyer(customer, delivery)
	s.invoices = append(s.invoices, inv)
	return oneRow("Salesinvoice", object{{"ID", inv.ID}}, inv), nil
}

// newInvoice reads the head of an invoice. The end of the shipment is kept only when the shipment is a
// period, which explains the guide's example, whose response lacks the date that was sent.
func (s *Server) newInvoice(c *call) *invoice {
	b, id := c.body, int64(len(s.invoices))+1
	now := c.now.Format(time.RFC3339)
	inv := &invoice{
		ID:                 id,
		Number:             fmt.Sprintf("RT-%06d", id),
		DocumentType:       "sales_invoice",
		Type:               b.textOr("Type", string(resico.InvoiceLocal)),
		Description:        b.textOr("Description", ""),
		PaymentMethod:      b.textOr("PaymentMethod", ""),
		LocationCode:       b.textOr("LocationCode", ""),
		PaymentTerms:       b.textOr("PaymentTerms", ""),
		ShipmentStartDate:  b.readDate("ShipmentStartDate", noDate),
		ShipmentEndDate:    b.readDate("ShipmentEndDate", noDate),
		ShipmentAsPeriod:   b.readFlag("ShipmentAsPeriod"),
		PaymentDueDate:     b.readDate("PaymentDueDate", noDate),
		Transporter:        b.textOr("Transporter", ""),
		TransporterNotes:   b.textOr("TransporterNotes", ""),
		Notes:              b.textOr("Notes", ""),
		CurrencyCode:       "EUR",
		ExchangeRate:       shelfwire.NewDecimal(1),
		Status:             1,
		Paid:               b.readFlag("Paid"),
		ApproveDate:        b.readDate("ApproveDate", ""),
		PrintoutHeader:     int(b.Int("PrintoutHeader", 0)),
		ElectronicPrintout: b.readFlag("ElectronicPrintout"),
		ModifiedBy:         modifiedBy,
		Client:             newSeller(),
		Created:            now,
		Updated:            now,
	}
	if !inv.ShipmentAsPeriod {
		inv.ShipmentEndDate = noDate
	}
	inv.Total = newTotal(inv.CurrencyCode)
	return inv
}

func newSeller() party {
	return party{
		Code: "1", Name: "SIA Testa veikals", LegalAddress: "Piemēra iela 1, LV-0000",
		Phone: "+37120000000", Email: "shop@example.com",
		RegistrationNo: "40000000000", VATRegistrationNo: "LV40000000000",
		PrimaryBankName: "Testa banka", PrimaryBankCode: "TESTLV00", PrimaryBankAccount: "LV00TEST0000000000000",
	}
}

func newBuyer(c *customer, delivery string) party {
	return party{
		Code: c.Code, Name: string(c.Name), LegalAddress: string(c.Address),
		Phone: string(c.Phone), Email: string(c.Email), DeliveryAddress: nullText(delivery),
	}
}

func newTotal(currency string) invoiceTotal {
	return invoiceTotal{ReverseVATEntries: []string{}, VATEntries: []string{}, TotalEntries: []string{}, Currency: currency}
}

// addLine adds the amounts of a line to the totals.
func (t *invoiceTotal) addLine(l *line) {
	t.RowCount++
	t.ExclVAT = trimZeros(t.ExclVAT.Add(l.Amount))
	t.InclVAT = trimZeros(t.InclVAT.Add(l.ActualAmount))
	t.Discount = trimZeros(t.Discount.Add(l.discount))
	t.InclVAT2 = t.InclVAT
}

package erpxttest

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
)

// documentTable is what a table of documents has beside its columns.
type documentTable struct {
	prefix   string         // of the numbers: "FS"
	items    []column       // the members of a line
	own      []string       // members that the server sets, and rejects in a body
	takesOwn bool           // it takes own members in a body, and ignores them
	serials  map[string]int // the last number, by the part before it: "FS/20/6/"
}

// newDocumentTable returns a table of documents with lines. Lines have the members of items.
func newDocumentTable(noun, prefix string, columns, items []column) *table {
	t := &table{
		noun: noun, key: "Id", columns: columns, codes: codesOf(columns, "Number", ""),
		documents: &documentTable{prefix: prefix, items: items, serials: map[string]int{}},
	}
	for _, name := range append([]string{
		"Number", "Status", "PurchasingParty", "ReceivingParty", "PaymentType", "BankAccountNumber", "InvoiceDocIdNum",
		"CorrectedId",
	}, totalNames()...) {
		if t.hasColumn(name) {
			t.documents.own = append(t.documents.own, name)
		}
	}
	return t
}

func totalNames() []string {
	return []string{"NetTotal", "VatTotal", "GrossTotal", "CurrencyNetTotal", "CurrencyVatTotal", "CurrencyGrossTotal"}
}

func currencyNames() []string {
	return []string{"CurrencyCode", "CurrencyRateType", "CurrencyRateDate", "CurrencyConverter", "CurrencyRate"}
}

func currencyColumns() []column {
	return []column{
		textColumn("CurrencyCode"), codeColumn("CurrencyRateType"), dateColumn("CurrencyRateDate"),
		numberColumn("CurrencyConverter"), numberColumn("CurrencyRate"),
	}
}

func totalColumns() []column { return numberColumns(totalNames()...) }

// headColumns are those of references, payment and kind, which most documents have.
func headColumns() []column {
	return []column{
		codeColumn("PaymentStatus"), idColumn("PurchasingPartyId"), idColumn("ReceivingPartyId"), idColumn("PaymentTypeId"),
		codeColumn("PaymentType"), dateColumn("PaymentDeadline"), idColumn("BankAccountId"), dateColumn("SalesDate"),
		codeColumn("InvoiceType"), textColumn("OSSProcedureCountryCode"), flagColumn("IsOSSProcedure"),
	}
}

// partyColumns are those of the parties and the account as they stand on the document.
func partyColumns() []column {
	return []column{objectColumn("PurchasingParty"), objectColumn("ReceivingParty"), textColumn("BankAccountNumber")}
}

// tailColumns are the last ones of a document.
func tailColumns() []column {
	return []column{
		listColumn("Items"), optionalText("Description"), dateColumn("IssueDate"), textColumn("Number"),
		codeColumn("Status"), idColumn("Id"),
	}
}

// itemColumns returns the members of a line; names are those that some kinds of documents lack.
func itemColumns(names ...string) (list []column) {
	for _, c := range []column{
		idColumn("ProductId"), numberColumn("Quantity"), numberColumn("ProductCurrencyPrice"), numberColumn("ProductPrice"),
		textColumn("ProductName"), textColumn("ProductDescription"), textColumn("UnitOfMeasurement"), idColumn("VatRateId"),
		numberColumn("CurrencyAdvance"), idColumn("Id"),
	} {
		if !strings.Contains(strings.Join(names, " "), c.name) {
			list = append(list, c)
		}
	}
	return list
}

func joinColumns(lists ...[]column) (all []column) {
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

// completeDocument fills in what is absent: the values that calls leave to the server, and those that are its own. old is
// the document that it replaces, or nil.
func (s *Server) completeDocument(t *table, r, old *record, now time.Time) {
	today := fmt.Appendf(nil, "%q", shelfwire.DateOf(now.In(s.zone)))
	for _, name := range []string{"IssueDate", "SalesDate"} {
		t.completeMember(r, name, today)
	}
	if old != nil {
		for _, name := range []string{"Number", "Status", "InvoiceDocIdNum", "CorrectedId"} {
			t.completeMember(r, name, old.rawMember(name))
		}
	}
	t.completeMember(r, "CurrencyCode", []byte(`"PLN"`))
	t.completeMember(r, "CurrencyConverter", []byte("1"))
	t.completeMember(r, "CurrencyRate", []byte("1"))
	s.completePayment(t, r)
	s.completeParties(t, r)
	s.completeItems(t, r)
	s.completeTotals(t, r)
	if r.textOf("Number") == "" {
		r.setText("Number", t.nextNumber(r))
	}
}

// completeMember sets a documented member that is absent or null.
func (t *table) completeMember(r *record, name string, value json.RawMessage) {
	if t.hasColumn(name) && !r.isGiven(name) {
		r.setMember(name, value)
	}
}

// completePayment works out when and how a document is paid from the type of payment.
func (s *Server) completePayment(t *table, r *record) {
	if account := s.bankAccounts.byID[r.idOf("BankAccountId")]; account != nil {
		t.completeMember(r, "BankAccountNumber", s.bankAccounts.valueOf(account, "AccountNumber"))
	}
	found := s.paymentTypes.byID[r.idOf("PaymentTypeId")]
	if found == nil {
		return
	}
	terms := s.paymentTypes.openRow(found)
	t.completeMember(r, "PaymentType", terms.rawMember("Type"))
	if issued, ok := decodeDay(r.rawMember("IssueDate")); ok {
		due := shelfwire.DateOf(issued.AddDate(0, 0, int(terms.idOf("Deadline"))))
		t.completeMember(r, "PaymentDeadline", fmt.Appendf(nil, "%q", due))
	}
}

// nextNumber returns the next free number of the month of issue, such as "FS/20/6/1".
func (t *table) nextNumber(r *record) string {
	issued, _ := decodeDay(r.rawMember("IssueDate"))
	series := fmt.Sprintf("%s/%02d/%d/", t.documents.prefix, issued.Year()%100, issued.Month())
	for {
		t.documents.serials[series]++
		number := fmt.Sprintf("%s%d", series, t.documents.serials[series])
		if t.codes.counts[number] == 0 {
			return number
		}
	}
}

package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// resource is a list of documents or master data. Only the form of its first rows is looked at.
type resource struct {
	name, path, key string
	top             int // rows to ask for
	list            resourceList
}

// resourceList lists some rows, and returns their unread members by name.
type resourceList func(context.Context, erpxt.Query) (unread map[string]int, err error)

// resources are in the order in which they are asked: what a key may lack the right for comes last.
func (p *erpxtProbe) resources() []resource {
	c := p.client
	var (
		payments   []erpxt.Payment
		types      []erpxt.PaymentType
		accounts   []erpxt.BankAccount
		templates  []erpxt.PrintTemplate
		rates      []erpxt.CountryVATRate
		advances   []erpxt.AdvanceInvoice
		fixes      []erpxt.Correction
		purchases  []erpxt.PurchaseInvoice
		registered []erpxt.VATPurchase
	)
	return []resource{
		{"payment-types", "paymenttypes", "Id", 1,
			keep(&types, c.PaymentTypes.List, func(t *erpxt.PaymentType) []shelfwire.Unread { return t.Unread })},
		{"bank-accounts", "bankaccounts", "Id", 1,
			keep(&accounts, c.BankAccounts.List, func(a *erpxt.BankAccount) []shelfwire.Unread { return a.Unread })},
		{"print-templates", "customprints", "Id", 1,
			keep(&templates, unlimited(c.PrintTemplates.List), func(t *erpxt.PrintTemplate) []shelfwire.Unread { return t.Unread })},
		{"vat-rates", "v1.2/vatrates", "RateId", 1,
			keep(&rates, unlimited(c.VATRates.List), func(r *erpxt.CountryVATRate) []shelfwire.Unread { return r.Unread })},
		{"customers", "v1.2/customers", "Id", 1,
			keep(&p.customers, c.Customers.List, func(c *erpxt.Customer) []shelfwire.Unread { return c.Unread })},
		{"invoices", "v1.4/invoices", "Id", fewSKUs,
			keep(&p.invoices, c.Invoices.List, func(i *erpxt.Invoice) []shelfwire.Unread { return i.Unread })},
		{"proformas", "v1.4/proformas", "Id", 1,
			keep(&p.proformas, c.Proformas.List, func(f *erpxt.Proforma) []shelfwire.Unread { return f.Unread })},
		{"advance-invoices", "v1.4/advanceInvoices", "Id", 1,
			keep(&advances, c.AdvanceInvoices.List, func(a *erpxt.AdvanceInvoice) []shelfwire.Unread { return a.Unread })},
		{"corrections", "v1.4/correctiveinvoices", "Id", 1,
			keep(&fixes, c.Corrections.List, func(f *erpxt.Correction) []shelfwire.Unread { return f.Unread })},
		{"purchase-invoices", "v1.4/purchaseinvoices", "Id", 1,
			keep(&purchases, c.PurchaseInvoices.List, func(i *erpxt.PurchaseInvoice) []shelfwire.Unread { return i.Unread })},
		{"vat-purchases", "v1.4/vatpurchasebooks", "Id", 1,
			keep(&registered, c.VATPurchases.List, func(v *erpxt.VATPurchase) []shelfwire.Unread { return v.Unread })},
		{"payment-details", "v1.4/paymentdetails", "PaymentId", 1,
			keep(&payments, c.Payments.List, func(d *erpxt.Payment) []shelfwire.Unread { return d.Unread })},
	}
}

// keep returns the list of a resource, and makes it put its rows into a variable.
func keep[T any](
	into *[]T, list func(context.Context, erpxt.Query) ([]T, error), unreadOf func(*T) []shelfwire.Unread,
) resourceList {
	return func(ctx context.Context, q erpxt.Query) (map[string]int, error) {
		rows, err := list(ctx, q)
		*into = rows
		unread := map[string]int{}
		for i := range rows {
			countUnread(unread, unreadOf(&rows[i]))
		}
		return unread, err
	}
}

// unlimited adapts a list that the client reads as a whole.
func unlimited[T any](list func(context.Context) ([]T, error)) func(context.Context, erpxt.Query) ([]T, error) {
	return func(ctx context.Context, _ erpxt.Query) ([]T, error) { return list(ctx) }
}

// withTop limits a list, whatever the client asks for, and has a name for the call.
func withTop(ctx context.Context, name string, top int) context.Context {
	return withRewrite(ctx, name, func(r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/token") {
			return
		}
		kept := []string{"$top=" + strconv.Itoa(top)}
		for _, option := range strings.Split(r.URL.RawQuery, "&") {
			if option != "" && !strings.HasPrefix(option, "$top=") {
				kept = append(kept, option)
			}
		}
		r.URL.RawQuery = strings.Join(kept, "&")
	})
}

// resourceRows are the rows of all resources, and what is asked about each behind its list.
func (p *erpxtProbe) resourceRows() (rows []row) {
	behind := map[string][]row{
		"vat-rates": p.countryRows(), "customers": slices.Concat(p.customerRows(), p.customerWriteRows()),
		"invoices": slices.Concat(p.dayRows(), p.invoiceRows(), p.printRows()), "proformas": p.proformaRows(),
		"payment-details": p.momentRows(),
	}
	for _, r := range p.resources() {
		rows = append(rows, row{
			id: "erpxt/resource-" + r.name, source: erpxtVersions,
			assumption: fmt.Sprintf("GET %s?$top=%d is an array of objects with a whole number as %s, all readable for certain",
				r.path, r.top, r.key),
			ask: func(ctx context.Context) finding { return p.askResource(ctx, &r) },
		})
		rows = append(rows, behind[r.name]...)
	}
	return rows
}

// askResource lists the first rows of a resource.
func (p *erpxtProbe) askResource(ctx context.Context, r *resource) finding {
	var unread map[string]int
	e, err := p.wire.observe(withTop(ctx, r.path, r.top), func(ctx context.Context) (err error) {
		unread, err = r.list(ctx, erpxt.Query{Top: r.top})
		return err
	})
	if e == nil {
		return missing(err)
	}
	v, _ := e.document()
	rows, odd := objects(v), 0
	for _, each := range rows {
		if id, ok := whole(each[r.key]); !ok || id <= 0 {
			odd++
		}
	}
	text := e.describe() + describeFirst(rows)
	if len(rows) > 0 {
		text += fmt.Sprintf("; %d of %d ids; %s", len(rows)-odd, len(rows), describeUnread(unread))
	}
	return judge(err == nil && e.status == http.StatusOK && odd == 0 && len(unread) == 0, "%s", text)
}

// describeFirst lists the members of the first row.
func describeFirst(rows []map[string]any) string {
	if len(rows) == 0 {
		return ""
	}
	return " of " + describeNames(rows[0])
}

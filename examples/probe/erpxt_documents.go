package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire/erpxt"
)

const erpxtOSS = "pomoc.erpxt.pl, \"API – Obsługa procedury OSS\""

func (p *erpxtProbe) invoiceRows() []row {
	return []row{
		{id: "erpxt/invoice-versions", source: undocumented, ask: p.askVersions,
			assumption: "An invoice has at v1.5 and v1.7 the members that it has at v1.4"},
		{id: "erpxt/invoice-filter", source: undocumented, ask: p.askInvoiceTexts,
			assumption: "Invoices can be filtered by Number, Description and IssueDate"},
		{id: "erpxt/invoice-filter-codes", source: undocumented, ask: p.askInvoiceCodes,
			assumption: "Invoices can be filtered by Status, PaymentStatus and GrossTotal"},
		{id: "erpxt/find-no-invoice", source: undocumented, ask: p.askNoInvoice,
			assumption: "A filter by a description that no invoice has is an empty array"},
		{id: "erpxt/full-text", source: erpxtFilters, ask: p.askFullText,
			assumption: "$fts with the description of an invoice finds it, and with a text that is nowhere finds nothing"},
		{id: "erpxt/description-letters", source: undocumented, ask: p.askLetters,
			assumption: "A filter by Description counts letter by letter: other capitals, and two spaces for one, match nothing"},
		{id: "erpxt/confirmed-invoice", source: undocumented, ask: p.askConfirmed,
			assumption: "A confirmed invoice has a number, and reads by its id as it is listed: confirmed, with that number"},
	}
}

func (p *erpxtProbe) proformaRows() []row {
	return []row{{id: "erpxt/proforma-filter", source: undocumented, ask: p.askProformaFilter,
		assumption: "Pro forma invoices can be filtered by Number, Description and IssueDate"}}
}

// askVersions reads one invoice at three versions.
func (p *erpxtProbe) askVersions(ctx context.Context) finding {
	if len(p.invoices) == 0 {
		return missing(errTooFew)
	}
	var (
		oldest map[string]any
		texts  []string
		ok     = true
	)
	for _, version := range []string{"v1.4", "v1.5", "v1.7"} {
		e, err := p.wire.observe(ctx, func(ctx context.Context) error {
			_, err := p.client.Invoices.At(version).Get(ctx, p.invoices[0].ID)
			return err
		})
		if e == nil {
			return missing(err)
		}
		object := e.object()
		if oldest == nil {
			oldest = object
		}
		lost := without(oldest, object)
		ok = ok && err == nil && len(lost) == 0
		texts = append(texts, fmt.Sprintf("%s: %d, %d members, new: %s, gone: %s",
			version, e.status, len(object), describeNames(without(object, oldest)), describeNames(lost)))
	}
	return judge(ok, "%s", strings.Join(texts, "; "))
}

// without returns the members of an object that another one lacks.
func without(object, other map[string]any) map[string]any {
	rest := map[string]any{}
	for name, value := range object {
		if _, has := other[name]; !has {
			rest[name] = value
		}
	}
	return rest
}

func (p *erpxtProbe) askInvoiceTexts(ctx context.Context) finding {
	if len(p.invoices) == 0 {
		return missing(errTooFew)
	}
	i := &p.invoices[0]
	return p.judgeMatch(ctx, erpxt.InvoiceID.Eq(i.ID).And(erpxt.InvoiceNumber.Eq(i.Number),
		erpxt.InvoiceDescription.Eq(i.Description), erpxt.InvoiceIssueDate.Eq(i.IssueDate)),
		i.ID, withoutRows(p.client.Invoices.List))
}

func (p *erpxtProbe) askInvoiceCodes(ctx context.Context) finding {
	if len(p.invoices) == 0 {
		return missing(errTooFew)
	}
	i := &p.invoices[0]
	filter := erpxt.InvoiceID.Eq(i.ID).And(erpxt.InvoiceStatus.Eq(i.Status), erpxt.InvoicePaymentStatus.Eq(i.PaymentStatus))
	if total, ok := i.GrossTotal.Get(); ok {
		filter = filter.And(erpxt.InvoiceGrossTotal.Eq(total))
	}
	return p.judgeMatch(ctx, filter, i.ID, withoutRows(p.client.Invoices.List))
}

func (p *erpxtProbe) askProformaFilter(ctx context.Context) finding {
	if len(p.proformas) == 0 {
		return missing(errTooFew)
	}
	f := &p.proformas[0]
	return p.judgeMatch(ctx, erpxt.ProformaID.Eq(f.ID).And(erpxt.ProformaNumber.Eq(f.Number),
		erpxt.ProformaDescription.Eq(f.Description), erpxt.ProformaIssueDate.Eq(f.IssueDate)),
		f.ID, withoutRows(p.client.Proformas.List))
}

func (p *erpxtProbe) askNoInvoice(ctx context.Context) finding {
	return p.judgeNothing(ctx, "Invoices.FindByDescription", func(ctx context.Context) error {
		_, err := p.client.Invoices.FindByDescription(ctx, nowhere)
		return err
	})
}

// askFullText searches for a text that is nowhere, and for the description of an invoice that has one.
func (p *erpxtProbe) askFullText(ctx context.Context) finding {
	at := slices.IndexFunc(p.invoices, func(i erpxt.Invoice) bool { return i.Description != "" })
	if at < 0 {
		return doubt("none of %d invoices has a description", len(p.invoices))
	}
	found := map[bool]int{}
	for _, isKnown := range []bool{false, true} {
		q := erpxt.Query{Search: nowhere, Top: 1}
		if isKnown {
			q = erpxt.Query{Search: p.invoices[at].Description, Filter: erpxt.InvoiceID.Eq(p.invoices[at].ID), Top: 1}
		}
		e, err := p.wire.observe(ctx, func(ctx context.Context) error {
			_, err := p.client.Invoices.List(ctx, q)
			return err
		})
		if e == nil {
			return missing(err)
		}
		if err != nil {
			return judge(false, "%s", e.describe())
		}
		found[isKnown] = len(rowsOf(e))
	}
	return judge(found[false] == 0 && found[true] == 1, "%d rows with a text that is nowhere, %d rows with a description",
		found[false], found[true])
}

// askLetters looks for a description with its capitals swapped, and with a space too much.
func (p *erpxtProbe) askLetters(ctx context.Context) finding {
	at := slices.IndexFunc(p.invoices, func(i erpxt.Invoice) bool {
		return swapCase(i.Description) != i.Description && strings.Contains(i.Description, " ")
	})
	if at < 0 {
		return doubt("none of %d invoices has a description with letters and a space", len(p.invoices))
	}
	i := &p.invoices[at]
	var matches []int
	for _, text := range []string{swapCase(i.Description), strings.Replace(i.Description, " ", "  ", 1)} {
		e, err := p.wire.observe(ctx, func(ctx context.Context) error {
			filter := erpxt.InvoiceID.Eq(i.ID).And(erpxt.InvoiceDescription.Eq(text))
			_, err := p.client.Invoices.List(ctx, erpxt.Query{Filter: filter, Top: fewSKUs})
			return err
		})
		switch {
		case e == nil:
			return missing(err)
		case err != nil:
			return judge(false, "%s", e.describe())
		}
		matches = append(matches, len(rowsOf(e)))
	}
	return judge(matches[0]+matches[1] == 0, "other capitals: %d rows; another space: %d rows", matches[0], matches[1])
}

func (p *erpxtProbe) askConfirmed(ctx context.Context) finding {
	listed := p.findConfirmed()
	if listed == nil {
		return doubt("none of %d invoices is confirmed", len(p.invoices))
	}
	var read erpxt.Invoice
	e, err := p.wire.observe(ctx, func(ctx context.Context) (err error) {
		read, err = p.client.Invoices.Get(ctx, listed.ID)
		return err
	})
	if e == nil || err != nil {
		return missing(err)
	}
	isSame := read.Number == listed.Number
	return judge(isSame && read.Number != "" && read.Status == listed.Status, "%d, a number: %t, that of the list: %t, %s",
		e.status, read.Number != "", isSame, describeStatus(read.Status))
}

// describeStatus returns a status as it is documented.
func describeStatus(status erpxt.DocumentStatus) string {
	if code, ok := status.Code(); ok {
		return fmt.Sprintf("status %d", code)
	}
	return "no status"
}

func (p *erpxtProbe) countryRows() []row {
	return []row{{id: "erpxt/vat-countries", source: erpxtOSS, ask: p.askCountries,
		assumption: "The countries with rates of VAT are an array of texts of two capital letters"}}
}

func (p *erpxtProbe) askCountries(ctx context.Context) finding {
	var countries []string
	e, err := p.wire.observe(ctx, func(ctx context.Context) (err error) {
		countries, err = p.client.VATRates.Countries(ctx)
		return err
	})
	if e == nil {
		return missing(err)
	}
	odd := slices.ContainsFunc(countries, func(c string) bool { return len(c) != 2 || strings.ToUpper(c) != c })
	return judge(err == nil && len(countries) > 0 && !odd && e.status == http.StatusOK, "%s; %d texts", e.describe(), len(countries))
}

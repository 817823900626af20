package erpxt

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// toItems returns the lines that new lines will be.
func toItems(items []NewItem) []Item {
	var lines []Item
	for i := range items {
		n := &items[i]
		lines = append(lines, Item{
			ProductID: n.ProductID, Quantity: shelfwire.Set(n.Quantity), ProductCurrencyPrice: shelfwire.Set(n.ProductCurrencyPrice),
			ProductDescription: n.ProductDescription, VATRateID: n.VATRateID,
		})
	}
	return lines
}

// validateNew reports what is wrong with a new document.
func (h *documentHead) validateNew(problems *check.Problems) {
	validateID(problems, "PurchasingPartyID", *h.party)
	validateID(problems, "PaymentTypeID", *h.paymentType)
	if *h.invoiceType == "" {
		problems.Add("InvoiceType", "is missing")
	}
	validateCode(problems, "InvoiceType", *h.invoiceType)
	problems.Date("IssueDate", *h.issueDate)
	if country := *h.ossCountry; country != "" {
		validateCountryCode(problems, "OSSCountryCode", country)
	}
	for i := range *h.items {
		item := &(*h.items)[i]
		field := fmt.Sprintf("Items[%d].", i)
		validateID(problems, field+"ProductID", item.ProductID)
		item.validate(problems, field)
		item.validateRate(problems, field)
		if _, ok := item.VATRateID.Get(); ok != (*h.ossCountry != "") {
			problems.Add(field+"VATRateID", "is for the OSS procedure, where every line needs one: see OSSCountryCode")
		}
	}
}

// validate reports what is wrong with a new or a changed line.
func (i *Item) validate(problems *check.Problems, field string) {
	if quantity, _ := i.Quantity.Get(); !itemSchema.hasUnread(i, "Quantity") {
		problems.Positive(field+"Quantity", quantity)
	}
	if price, _ := i.ProductCurrencyPrice.Get(); !itemSchema.hasUnread(i, "ProductCurrencyPrice") {
		problems.Amount(field+"ProductCurrencyPrice", price)
	}
}

// validateRate reports a rate of the OSS procedure that is none.
func (i *Item) validateRate(problems *check.Problems, field string) {
	if rate, ok := i.VATRateID.Get(); ok && rate <= 0 {
		problems.Add(field+"VATRateID", "must be above zero")
	}
}

// validatePaymentStatus reports a status that cannot be written.
func validatePaymentStatus(problems *check.Problems, status PaymentStatus) {
	if status != "" && status != PaymentStatusUnpaid && status != PaymentStatusPaid {
		problems.Add("PaymentStatus", "can be written as PaymentStatusUnpaid or PaymentStatusPaid only")
	}
}

// validateEdit reports problems of the fields that edit changed, and of those that no document can be written without.
func (d *documents[T]) validateEdit(problems *check.Problems, before, after *T) {
	old, now := d.head(before), d.head(after)
	d.validateReference(problems, after, "PurchasingPartyID", *now.party)
	d.validateReference(problems, after, "PaymentTypeID", *now.paymentType)
	if *now.invoiceType != *old.invoiceType {
		validateCode(problems, "InvoiceType", *now.invoiceType)
		if *now.invoiceType == "" {
			problems.Add("InvoiceType", "is missing")
		}
	}
	if now.paymentStatus != nil {
		validatePaymentStatus(problems, *now.paymentStatus)
	}
	problems.Date("IssueDate", *now.issueDate)
	if now.ossCountry != nil && *now.ossCountry != *old.ossCountry && *now.ossCountry != "" {
		validateCountryCode(problems, "OSSProcedureCountryCode", *now.ossCountry)
	}
	validateLines(problems, *old.items, *now.items)
}

// validateReference reports a required id that is missing, unless it came in a form that could not be read.
func (d *documents[T]) validateReference(problems *check.Problems, t *T, field string, id int64) {
	if !d.schema.hasUnread(t, field) {
		validateID(problems, field, id)
	}
}

// validateLines reports problems of new lines, and of those that edit changed.
func validateLines(problems *check.Problems, before, after []Item) {
	for i := range after {
		item := &after[i]
		field := fmt.Sprintf("Items[%d].", i)
		at := findLine(before, item.ID)
		if at < 0 {
			validateID(problems, field+"ProductID", item.ProductID)
			item.validate(problems, field)
			item.validateRate(problems, field)
			continue
		}
		origin := &before[at]
		if item.ProductID != origin.ProductID {
			validateID(problems, field+"ProductID", item.ProductID)
		}
		if !item.hasAmountsOf(origin) {
			item.validate(problems, field)
		}
		if !equalOpts(item.VATRateID, origin.VATRateID) {
			item.validateRate(problems, field)
		}
	}
}

// hasAmountsOf reports whether the quantity and the price of a line are those of another one.
func (i *Item) hasAmountsOf(of *Item) bool {
	return equalNumbers(i.Quantity, of.Quantity) && equalNumbers(i.ProductCurrencyPrice, of.ProductCurrencyPrice)
}

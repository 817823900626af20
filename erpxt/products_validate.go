package erpxt

import (
	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// validate reports missing fields that the guide requires, and invalid values.
func (p *Product) validate(problems *check.Problems) {
	p.validateRequired(problems)
	p.validateRate(problems)
	if _, ok := p.ProductType.Code(); !ok && p.ProductType != "" {
		problems.Add("ProductType", productTypes.describeInvalid(string(p.ProductType)))
	}
	validatePrice(problems, "SaleNetPrice", p.SaleNetPrice)
	validatePrice(problems, "SaleGrossPrice", p.SaleGrossPrice)
	productSchema.validateTexts(problems, "", p)
}

// validateRate reports an undocumented rate.
func (p *Product) validateRate(problems *check.Problems) {
	if p.Rate != "" && !p.Rate.isKnown() {
		problems.Add("Rate", vatRates.describeUndocumented(string(p.Rate)))
	}
}

// validateRequired reports required fields that are zero. A field whose member was unreadable counts as set.
func (p *Product) validateRequired(problems *check.Problems) {
	if !productSchema.hasUnread(p, "Name") {
		problems.Required("Name", p.Name)
	}
	if !productSchema.hasUnread(p, "UnitOfMeasurement") {
		problems.Required("UnitOfMeasurement", p.UnitOfMeasurement)
	}
	if p.Rate == "" && !productSchema.hasUnread(p, "Rate") {
		problems.Add("Rate", "is missing")
	}
}

// validateUnread reports unreadable members: overwriting the card would lose them.
func (p *Product) validateUnread(problems *check.Problems) {
	for i := range p.unread {
		index := p.unread[i].index
		if of := &productSchema.members[index]; of.role == roleParameter && productSchema.findUnread(p, index) != nil {
			problems.Add(of.field, "could not be read; set it, or use Edit, which sends it back as it came")
		}
	}
}

func validatePrice(problems *check.Problems, field string, price shelfwire.Opt[shelfwire.Decimal]) {
	if amount, ok := price.Get(); ok {
		problems.Amount(field, amount)
	}
}

func validateID(problems *check.Problems, field string, id int64) {
	if id <= 0 {
		problems.Add(field, "must be above zero")
	}
}

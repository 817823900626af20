package erpxt

import (
	"strings"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
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
	p.validateTexts(problems)
}

// validateRate reports an undocumented rate.
func (p *Product) validateRate(problems *check.Problems) {
	if p.Rate != "" && !p.Rate.isKnown() {
		problems.Add("Rate", vatRates.describeUndocumented(string(p.Rate)))
	}
}

// validateRequired reports required fields that are zero. A field whose member was unreadable counts as set.
func (p *Product) validateRequired(problems *check.Problems) {
	if !p.hasUnread("Name") {
		problems.Required("Name", p.Name)
	}
	if !p.hasUnread("UnitOfMeasurement") {
		problems.Required("UnitOfMeasurement", p.UnitOfMeasurement)
	}
	if p.Rate == "" && !p.hasUnread("Rate") {
		problems.Add("Rate", "is missing")
	}
}

// validateTexts reports texts with invalid UTF-8, such as half a surrogate pair: they would be sent as other texts.
func (p *Product) validateTexts(problems *check.Problems) {
	problems.Text("Name", p.Name)
	problems.Text("Description", p.Description)
	problems.Text("ItemCode", p.ItemCode)
	problems.Text("ProductCode", p.ProductCode)
	problems.Text("UnitOfMeasurement", p.UnitOfMeasurement)
	for i := range p.unread {
		u := &p.unread[i]
		of := &productMembers[u.index]
		if !of.readOnly && p.hasUnread(of.field) && !isUTF8(lenientjson.Value(u.value)) {
			problems.Add(of.field, notUTF8)
		}
	}
	for _, m := range p.unknown {
		if !utf8.ValidString(m.name) || !isUTF8(lenientjson.Value(m.value)) {
			problems.Add(strings.ToValidUTF8(m.name, "\uFFFD"), notUTF8)
		}
	}
}

const notUTF8 = "holds a text that is not UTF-8 and cannot be sent back as it came"

// validateUnread reports unreadable members: overwriting the card would lose them.
func (p *Product) validateUnread(problems *check.Problems) {
	for i := range p.unread {
		if of := &productMembers[p.unread[i].index]; !of.readOnly && p.findUnread(of) != nil {
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

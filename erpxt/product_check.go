package erpxt

import (
	"strings"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// check notes what the guide requires and is missing, and what cannot be right.
func (p *Product) check(problems *check.Problems) {
	p.checkRequired(problems)
	p.checkRate(problems)
	if _, ok := p.ProductType.Code(); !ok && p.ProductType != "" {
		problems.Add("ProductType", productTypes.invalid(string(p.ProductType)))
	}
	checkPrice(problems, "SaleNetPrice", p.SaleNetPrice)
	checkPrice(problems, "SaleGrossPrice", p.SaleGrossPrice)
	p.checkTexts(problems)
}

// checkRate notes a rate that is given and not documented.
func (p *Product) checkRate(problems *check.Problems) {
	if p.Rate != "" && !p.Rate.isKnown() {
		problems.Add("Rate", vatRates.undocumented(string(p.Rate)))
	}
}

// checkRequired takes what could not be read for given.
func (p *Product) checkRequired(problems *check.Problems) {
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

// hasUnread reports whether a field is zero because its member could not be read.
func (p *Product) hasUnread(field string) bool {
	for i := range p.unread {
		if of := p.unread[i].of; of.field == field {
			return !of.isSet(p)
		}
	}
	return false
}

// checkTexts notes texts that would be sent as others: those that are not UTF-8, among them half a surrogate pair.
func (p *Product) checkTexts(problems *check.Problems) {
	problems.Text("Name", p.Name)
	problems.Text("Description", p.Description)
	problems.Text("ItemCode", p.ItemCode)
	problems.Text("ProductCode", p.ProductCode)
	problems.Text("UnitOfMeasurement", p.UnitOfMeasurement)
	for i := range p.unread {
		if u := &p.unread[i]; !u.of.readOnly && p.hasUnread(u.of.field) && !isUTF8(lenientjson.Value(u.value)) {
			problems.Add(u.of.field, notUTF8)
		}
	}
	for _, m := range p.unknown {
		if !utf8.ValidString(m.name) || !isUTF8(lenientjson.Value(m.value)) {
			problems.Add(strings.ToValidUTF8(m.name, "\uFFFD"), notUTF8)
		}
	}
}

const notUTF8 = "holds a text that is not UTF-8 and cannot be sent back as it came"

// isUTF8 reports whether every text in a value is UTF-8, once its escapes are read.
func isUTF8(v lenientjson.Value) bool {
	if text, ok := v.Text(); ok {
		return utf8.ValidString(text)
	}
	for name, value := range v.Members() {
		if !utf8.ValidString(name) || !isUTF8(value) {
			return false
		}
	}
	if !v.IsList() {
		return true
	}
	elements, _ := v.List()
	for _, element := range elements {
		if !isUTF8(element) {
			return false
		}
	}
	return true
}

// checkUnread notes members that could not be read: who overwrites the card would lose them.
func (p *Product) checkUnread(problems *check.Problems) {
	for i := range p.unread {
		if of := p.unread[i].of; !of.readOnly && p.unreadOf(of) != nil {
			problems.Add(of.field, "could not be read; set it, or use Edit, which sends it back as it came")
		}
	}
}

func checkPrice(problems *check.Problems, field string, price shelfwire.Opt[shelfwire.Decimal]) {
	if amount, ok := price.Get(); ok {
		problems.Amount(field, amount)
	}
}

func checkID(problems *check.Problems, field string, id int64) {
	if id <= 0 {
		problems.Add(field, "must be above zero")
	}
}

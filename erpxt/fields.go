package erpxt

import "github.com/shelfwire/shelfwire"

// TextField is a field that holds a text. Whether the server distinguishes capital letters, and how it orders
// texts, is undocumented (probe: erpxt/capitals, erpxt/order-of-texts).
//
// The provider documents comparisons only. There are three ways to find texts by a part:
//
//   - texts that begin with "P/0" are those from "P/0" up to, and without, "P/1", where the server orders texts by their
//     characters: ProductCode.Ge("P/0").And(ProductCode.Lt("P/1"));
//   - any other part is found by reading all products, or those of a wider filter, and looking at each in Go, as in the
//     example;
//   - [RawFilter] sends a function of OData all the same. Try whether this server knows it; a server may reject the call.
//     OData 2 and 3 have substringof('mysz',Name), some servers only as substringof('mysz',Name) eq true; OData 4 has
//     contains(Name,'mysz') in its place, with the part behind the field. Both have startswith(Name,'P') and
//     endswith(Name,'P'), and tolower(Name) and toupper(Name) to ignore capital letters. The literal
//     datetime'2023-01-20' of the provider's articles is one of OData 2 and 3. In such a filter the caller must quote
//     the text: double every single quote in it. Package erpxttest carries these functions out; the provider may act
//     otherwise.
type TextField string

func (f TextField) fieldName() string { return string(f) }

// Eq matches a text that equals value. Any text is safe here: its quotes are doubled, so that it ends where
// it should (probe: erpxt/quotes).
func (f TextField) Eq(value string) Filter { return compareText(string(f), eq, value) }

// Ne matches a text that differs from value.
func (f TextField) Ne(value string) Filter { return compareText(string(f), ne, value) }

// Gt matches a text that comes after value.
func (f TextField) Gt(value string) Filter { return compareText(string(f), gt, value) }

// Ge matches a text that equals value or comes after it.
func (f TextField) Ge(value string) Filter { return compareText(string(f), ge, value) }

// Lt matches a text that comes before value.
func (f TextField) Lt(value string) Filter { return compareText(string(f), lt, value) }

// Le matches a text that equals value or comes before it.
func (f TextField) Le(value string) Filter { return compareText(string(f), le, value) }

// IsNull matches a field that is null. The provider leaves most texts empty instead: see Eq("").
func (f TextField) IsNull() Filter { return compareLiteral(string(f), eq, nullLiteral) }

// IsNotNull matches a field with a text, which may be empty.
func (f TextField) IsNotNull() Filter { return compareLiteral(string(f), ne, nullLiteral) }

// NumberField is a field that holds an exact number, such as a price. The zero value of shelfwire.Decimal, which is no
// number, is rejected. For a rate of VAT and a type of a product see [RateField] and [TypeField].
type NumberField string

func (f NumberField) fieldName() string { return string(f) }

// Eq matches a number that equals value. 61.5 and 61.50 are the same number.
func (f NumberField) Eq(value shelfwire.Decimal) Filter { return compareNumber(string(f), eq, value) }

// Ne matches a number that differs from value.
func (f NumberField) Ne(value shelfwire.Decimal) Filter { return compareNumber(string(f), ne, value) }

// Gt matches a number above value.
func (f NumberField) Gt(value shelfwire.Decimal) Filter { return compareNumber(string(f), gt, value) }

// Ge matches value and any number above it.
func (f NumberField) Ge(value shelfwire.Decimal) Filter { return compareNumber(string(f), ge, value) }

// Lt matches a number below value.
func (f NumberField) Lt(value shelfwire.Decimal) Filter { return compareNumber(string(f), lt, value) }

// Le matches value and any number below it.
func (f NumberField) Le(value shelfwire.Decimal) Filter { return compareNumber(string(f), le, value) }

// IsNull matches a field that is null.
func (f NumberField) IsNull() Filter { return compareLiteral(string(f), eq, nullLiteral) }

// IsNotNull matches a field with a number.
func (f NumberField) IsNotNull() Filter { return compareLiteral(string(f), ne, nullLiteral) }

// IDField is a field that holds the id of a row in the provider's database.
type IDField string

func (f IDField) fieldName() string { return string(f) }

// Eq matches the row with this id.
func (f IDField) Eq(id int64) Filter { return compareID(string(f), eq, id) }

// Ne matches every other row.
func (f IDField) Ne(id int64) Filter { return compareID(string(f), ne, id) }

// Gt matches ids above id.
func (f IDField) Gt(id int64) Filter { return compareID(string(f), gt, id) }

// Ge matches id and those above it.
func (f IDField) Ge(id int64) Filter { return compareID(string(f), ge, id) }

// Lt matches ids below id.
func (f IDField) Lt(id int64) Filter { return compareID(string(f), lt, id) }

// Le matches id and those below it.
func (f IDField) Le(id int64) Filter { return compareID(string(f), le, id) }

// IsNull matches a field without an id, such as the invoice of a document that was never invoiced.
func (f IDField) IsNull() Filter { return compareLiteral(string(f), eq, nullLiteral) }

// IsNotNull matches a field with an id.
func (f IDField) IsNotNull() Filter { return compareLiteral(string(f), ne, nullLiteral) }

// DateField is a field that holds a day, such as the date of issue of a document. The zero value of
// shelfwire.Date and a day that does not exist are rejected.
type DateField string

func (f DateField) fieldName() string { return string(f) }

// Eq matches this day.
func (f DateField) Eq(day shelfwire.Date) Filter { return compareDate(string(f), eq, day) }

// Ne matches any other day.
func (f DateField) Ne(day shelfwire.Date) Filter { return compareDate(string(f), ne, day) }

// Gt matches the days after day.
func (f DateField) Gt(day shelfwire.Date) Filter { return compareDate(string(f), gt, day) }

// Ge matches day and those after it.
func (f DateField) Ge(day shelfwire.Date) Filter { return compareDate(string(f), ge, day) }

// Lt matches the days before day.
func (f DateField) Lt(day shelfwire.Date) Filter { return compareDate(string(f), lt, day) }

// Le matches day and those before it.
func (f DateField) Le(day shelfwire.Date) Filter { return compareDate(string(f), le, day) }

// IsNull matches a field that is null.
func (f DateField) IsNull() Filter { return compareLiteral(string(f), eq, nullLiteral) }

// IsNotNull matches a field with a day.
func (f DateField) IsNotNull() Filter { return compareLiteral(string(f), ne, nullLiteral) }

// EnumField is a field that holds one of the provider's codes, such as a rate of VAT or the status of a document. The
// request has the code; codes have no meaningful order, so there are Eq and Ne only. VATRateOfCode(11) compares with an
// undocumented code. The zero value and a text that stands for no code are rejected.
type EnumField[E code] string

// RateField is a field that holds a rate of VAT.
type RateField = EnumField[VATRate]

// TypeField is a field that holds the type of a product.
type TypeField = EnumField[ProductType]

func (f EnumField[E]) fieldName() string { return string(f) }

// Eq matches this value.
func (f EnumField[E]) Eq(value E) Filter {
	return compareCode(string(f), eq, value.codes(), string(value))
}

// Ne matches any other value.
func (f EnumField[E]) Ne(value E) Filter {
	return compareCode(string(f), ne, value.codes(), string(value))
}

// IsNull matches a field that is null.
func (f EnumField[E]) IsNull() Filter { return compareLiteral(string(f), eq, nullLiteral) }

// IsNotNull matches a field with a value.
func (f EnumField[E]) IsNotNull() Filter { return compareLiteral(string(f), ne, nullLiteral) }

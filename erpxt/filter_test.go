package erpxt_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

const notAFilter = "invalid filter: "

// filterCase is a filter and what it must look like.
type filterCase struct {
	name string
	in   erpxt.Filter
	want string
}

func checkFilters(t *testing.T, cases []filterCase) {
	t.Helper()
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.want, tc.in.String())
		})
	}
}

// The four examples of the guide. The first two hold a placeholder there, with a text in its place here.
func TestFilter_GuideExamples(t *testing.T) {
	t.Parallel()
	least, most := shelfwire.MustDecimal("199.99"), shelfwire.MustDecimal("300")
	checkFilters(t, []filterCase{
		{"by name", erpxt.ProductName.Eq("Mysz komputerowa"), "Name eq 'Mysz komputerowa'"},
		{"by code", erpxt.ProductCode.Eq("P/000002"), "ProductCode eq 'P/000002'"},
		{
			"either",
			erpxt.ProductName.Eq("Produkt").Or(erpxt.ProductCode.Eq("P/000001")),
			"Name eq 'Produkt' or ProductCode eq 'P/000001'",
		},
		{
			"range",
			erpxt.ProductSaleGrossPrice.Ge(least).And(erpxt.ProductSaleGrossPrice.Le(most)),
			"SaleGrossPrice ge 199.99 and SaleGrossPrice le 300",
		},
	})
}

func TestFilter_Parentheses(t *testing.T) {
	t.Parallel()
	a, b, c, d := erpxt.IDField("A").Eq(1), erpxt.IDField("B").Eq(2), erpxt.IDField("C").Eq(3), erpxt.IDField("D").Eq(4)
	rawOr := erpxt.RawFilter("X eq 8 or Y eq 9")
	checkFilters(t, []filterCase{
		{"chain of and", a.And(b).And(c), "A eq 1 and B eq 2 and C eq 3"},
		{"chain of or", a.Or(b).Or(c), "A eq 1 or B eq 2 or C eq 3"},
		{"several at once", a.And(b, c, d), "A eq 1 and B eq 2 and C eq 3 and D eq 4"},
		{"and in and", a.And(b.And(c)), "A eq 1 and B eq 2 and C eq 3"},
		{"or in or", a.Or(b.Or(c)), "A eq 1 or B eq 2 or C eq 3"},
		{"and in or", a.Or(b.And(c)), "A eq 1 or (B eq 2 and C eq 3)"},
		{"and before or", a.And(b).Or(c), "(A eq 1 and B eq 2) or C eq 3"},
		{"and on both sides", a.And(b).Or(c.And(d)), "(A eq 1 and B eq 2) or (C eq 3 and D eq 4)"},
		{"or in and", a.And(b.Or(c)), "A eq 1 and (B eq 2 or C eq 3)"},
		{"or before and", a.Or(b).And(c), "(A eq 1 or B eq 2) and C eq 3"},
		{"or on both sides", a.Or(b).And(c.Or(d)), "(A eq 1 or B eq 2) and (C eq 3 or D eq 4)"},
		{"not", erpxt.Not(a), "not (A eq 1)"},
		{"not of and", erpxt.Not(a.And(b)), "not (A eq 1 and B eq 2)"},
		{"not of or", erpxt.Not(a.Or(b)), "not (A eq 1 or B eq 2)"},
		{"not of not", erpxt.Not(erpxt.Not(a)), "not (not (A eq 1))"},
		{"not in and", a.And(erpxt.Not(b)), "A eq 1 and (not (B eq 2))"},
		{"not in or", erpxt.Not(a).Or(b), "(not (A eq 1)) or B eq 2"},
		{"raw alone", rawOr, "X eq 8 or Y eq 9"},
		{"raw in and", rawOr.And(a), "(X eq 8 or Y eq 9) and A eq 1"},
		{"raw in or", a.Or(rawOr), "A eq 1 or (X eq 8 or Y eq 9)"},
		{"raw in not", erpxt.Not(rawOr), "not (X eq 8 or Y eq 9)"},
		{"raw with nothing", rawOr.And(), "X eq 8 or Y eq 9"},
		{"raw kept as it is", erpxt.RawFilter("substringof('),(',Name)"), "substringof('),(',Name)"},
	})
}

func TestFilter_Zero(t *testing.T) {
	t.Parallel()
	var none erpxt.Filter
	a, b := erpxt.IDField("A").Eq(1), erpxt.IDField("B").Eq(2)
	checkFilters(t, []filterCase{
		{"nothing", none, ""},
		{"nothing and nothing", none.And(none, none), ""},
		{"nothing or nothing", none.Or(none), ""},
		{"nothing and", none.And(a), "A eq 1"},
		{"and nothing", a.And(none), "A eq 1"},
		{"nothing or", none.Or(a), "A eq 1"},
		{"or nothing", a.Or(none), "A eq 1"},
		{"nothing between", a.And(none, b), "A eq 1 and B eq 2"},
		{"what is left keeps its kind", b.And(none.Or(a.Or(b), none)), "B eq 2 and (A eq 1 or B eq 2)"},
	})
	assert.Equal(t, none, none.And(none), "the zero value stays the zero value")
}

func TestFilter_Invalid(t *testing.T) {
	t.Parallel()
	good := erpxt.ProductID.Gt(1)
	for _, tc := range []struct {
		name string
		in   erpxt.Filter
		want string // a word of the reason
	}{
		{"not of nothing", erpxt.Not(erpxt.Filter{}), "Not without"},
		{"raw without text", erpxt.RawFilter(""), "empty"},
		{"raw of spaces", erpxt.RawFilter(" \t\n"), "empty"},
		{"raw with an open quote", erpxt.RawFilter("Name eq 'O'Neil'"), "unbalanced"},
		{"raw with an open parenthesis", erpxt.RawFilter("(Id eq 1"), "unbalanced"},
		{"raw with a closing parenthesis", erpxt.RawFilter("Id eq 1)"), "unbalanced"},
		{"raw that leaves its parentheses", erpxt.RawFilter("Id eq 1) or (Id ne 1"), "unbalanced"},
		{"raw closed by a quoted parenthesis", erpxt.RawFilter("(Name eq ')'"), "unbalanced"},
		{"raw that is not UTF-8", erpxt.RawFilter("Name eq '\xff'"), "UTF-8"},
		{"field without a name", erpxt.TextField("").Eq("x"), "not a name"},
		{"field with a space", erpxt.TextField("Id eq 1 or Name").Eq("x"), "not a name"},
		{"field with a quote", erpxt.NumberField("Price'").IsNull(), "not a name"},
		{"field with a bracket", erpxt.TextField("Tags[1").Eq("x"), "not a name"},
		{"field with a brace", erpxt.TextField("{nazwa}").Eq("x"), "not a name"},
		{"field with a grave accent", erpxt.TextField("`Name`").Eq("x"), "not a name"},
		{"field with a sign", erpxt.TextField("Name@1").Eq("x"), "not a name"},
		{"field with a path", erpxt.TextField("Items/Name").Eq("x"), "not a name"},
		{"field with a colon", erpxt.TextField("Name:9").Eq("x"), "not a name"},
		{"field that begins with a digit", erpxt.IDField("1Id").Eq(1), "not a name"},
		{"field with a letter beyond ASCII", erpxt.TextField("Opłata").Eq("x"), "not a name"},
		{"field named as an operator", erpxt.IDField("not").Eq(1), "not a name"},
		{"field named as an operator, in capitals", erpxt.IDField("AND").Eq(1), "not a name"},
		{"field named as a value", erpxt.TextField("null").Ne("x"), "not a name"},
		{"text that is not UTF-8", erpxt.ProductName.Eq("\xff"), "UTF-8"},
		{"number not given", erpxt.ProductSaleNetPrice.Lt(shelfwire.Decimal{}), "no number"},
		{"number without a wire form", erpxt.ProductSaleNetPrice.Lt(hugeDecimal()), "cannot be sent"},
		{"no day", erpxt.DateField("IssueDate").Eq(shelfwire.Date{}), "not a day"},
		{
			"day that does not exist",
			erpxt.DateField("IssueDate").Eq(shelfwire.Date{Year: 2026, Month: 2, Day: 30}), "2026-02-30",
		},
		{"rate not given", erpxt.ProductRate.Eq(""), "no rate of VAT"},
		{"rate as its code", erpxt.ProductRate.Ne("9"), `"9" is not a rate of VAT: use VAT23 ("23%"), VAT8 ("8%")`},
		{"rate below zero", erpxt.ProductRate.Ne(erpxt.VATRateOfCode(-1)), `"code -1" is not a rate of VAT`},
		{"type not given", erpxt.ProductTypeField.Eq(""), "no type of product"},
		{"type as its code", erpxt.ProductTypeField.Eq("2"), `"2" is not a type of product: use ProductTypeService ("service")`},
		{"rate as a number", erpxt.NumberField("Rate").Eq(shelfwire.MustDecimal("23")), "use a RateField"},
		{"rate as a number, spelt small", erpxt.IDField("rate").Eq(9), "use a RateField"},
		{"rate as a text", erpxt.TextField("Rate").Ne("23%"), "use a RateField"},
		{"type as a number", erpxt.IDField("ProductType").Eq(2), "TypeField"},
		{"type as a day", erpxt.DateField("ProductType").Eq(shelfwire.Date{Year: 2026, Month: 2, Day: 1}), "TypeField"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			reason := tc.in.String()
			assert.True(t, strings.HasPrefix(reason, notAFilter), reason)
			assert.Contains(t, reason, tc.want)
			for _, whole := range []erpxt.Filter{
				tc.in.And(good), good.And(tc.in), good.Or(good, tc.in), erpxt.Not(tc.in), erpxt.Not(good.Or(tc.in)).And(good),
			} {
				assert.Equal(t, reason, whole.String(), "a part that is wrong makes the whole wrong")
			}
		})
	}
}

func TestFilter_FirstProblem(t *testing.T) {
	t.Parallel()
	f := erpxt.ProductName.Eq("x").And(erpxt.TextField("first one").Eq("x"), erpxt.TextField("second one").Eq("x"))
	assert.Contains(t, f.String(), "first one")
	assert.NotContains(t, f.String(), "second one")
}

func TestFilter_ShortProblems(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("no name ", 10_000)
	assert.Less(t, len(erpxt.TextField(long).Eq("x").String()), 200)
	assert.Less(t, len(erpxt.ProductName.Eq(long+"\xff").String()), 200)
}

// Two filters may share a part; neither may change it.
func TestFilter_IsAValue(t *testing.T) {
	t.Parallel()
	base := erpxt.ProductName.Eq("x").And(erpxt.ProductID.Gt(1))
	before := base.String()
	first, second := base.And(erpxt.ProductID.Lt(5)), base.And(erpxt.ProductID.Lt(9))
	assert.Equal(t, before, base.String())
	assert.Equal(t, before+" and Id lt 5", first.String())
	assert.Equal(t, before+" and Id lt 9", second.String())

	others := make([]erpxt.Filter, 1, 4)
	others[0] = erpxt.ProductID.Lt(5)
	base.And(others...)
	assert.Equal(t, "Id lt 5", others[0].String())
	assert.Equal(t, erpxt.Filter{}, others[:2][1], "the caller's slice is only read")
}

func hugeDecimal() shelfwire.Decimal { return shelfwire.Decimal{Decimal: decimal.New(1, 1000)} }

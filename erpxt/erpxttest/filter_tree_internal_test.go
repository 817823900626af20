package erpxttest

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// meaning is a condition: a filter as package erpxt builds it, a text of it as somebody may write it by hand, and what it
// says of a product.
type meaning struct {
	filter erpxt.Filter
	byHand string
	holds  func(*erpxt.Product) bool
}

// shelfOfTests has products that differ in everything that drawMeant compares.
func shelfOfTests() (*table, map[int64]*erpxt.Product) {
	c, products := newProductTable(), map[int64]*erpxt.Product{}
	rates := []erpxt.VATRate{erpxt.VAT23, erpxt.VAT8, erpxt.VATNotTaxable, "code 11"}
	types := []erpxt.ProductType{erpxt.ProductTypeService, erpxt.ProductTypeGoods, erpxt.ProductTypeStocked, "type 7"}
	for i := range 12 {
		p := &erpxt.Product{
			Name: []string{"Kubek", "kubek", "O'Neil (5\")"}[i%3], Rate: rates[i%4], ProductType: types[i/3],
			SaleNetPrice: shelfwire.Set(shelfwire.NewDecimal(int64(i % 5))),
		}
		r := encodeRecord(p)
		fillProduct(r)
		p.ID = c.putRecord(r).id
		products[p.ID] = p
	}
	return c, products
}

// A filter that package erpxt builds, and one that is written by hand, are read as what was meant.
func TestParseFilter(t *testing.T) {
	t.Parallel()
	c, products := shelfOfTests()
	rapid.Check(t, func(rt *rapid.T) {
		m := drawMeant(rt, 4)
		for _, text := range []string{m.filter.String(), m.byHand} {
			e, err := c.parseFilter(text)
			if err != nil {
				rt.Fatalf("%s: %v", text, err)
			}
			for _, r := range c.rows {
				if e.holds(r) != m.holds(products[r.id]) {
					rt.Fatalf("%s: product %d: %v", text, r.id, e.holds(r))
				}
			}
		}
	})
}

func drawMeant(t *rapid.T, depth int) meaning {
	shape := rapid.IntRange(0, 3).Draw(t, "shape")
	if depth == 0 {
		shape = 0
	}
	gap := rapid.SampledFrom([]string{" ", "  "}).Draw(t, "gap")
	switch shape {
	case 1:
		a := drawMeant(t, depth-1)
		return meaning{erpxt.Not(a.filter), "not" + gap + "(" + a.byHand + ")", func(r *erpxt.Product) bool { return !a.holds(r) }}
	case 2:
		a, b := drawMeant(t, depth-1), drawMeant(t, depth-1)
		return meaning{a.filter.And(b.filter), "((" + a.byHand + ") and" + gap + "(" + b.byHand + ")) eq true",
			func(r *erpxt.Product) bool { return a.holds(r) && b.holds(r) }}
	case 3:
		a, b := drawMeant(t, depth-1), drawMeant(t, depth-1)
		return meaning{a.filter.Or(b.filter), "(" + gap + a.byHand + ")or(" + b.byHand + ")",
			func(r *erpxt.Product) bool { return a.holds(r) || b.holds(r) }}
	default:
		return drawFact(t)
	}
}

// drawFact draws a condition without conditions in it.
func drawFact(t *rapid.T) meaning {
	switch rapid.SampledFrom([]string{"id", "rate", "type", "price", "name", "function"}).Draw(t, "fact") {
	case "id":
		id := rapid.Int64Range(0, 13).Draw(t, "id")
		return meaning{erpxt.ProductID.Gt(id), fmt.Sprintf("%d lt Id", id), func(r *erpxt.Product) bool { return r.ID > id }}
	case "rate":
		code := rapid.SampledFrom([]int{0, 8, 9, 11, 254}).Draw(t, "code")
		rate := erpxt.VATRateOfCode(code)
		return meaning{erpxt.ProductRate.Eq(rate), fmt.Sprintf("Rate eq %d", code), func(r *erpxt.Product) bool { return r.Rate == rate }}
	case "type":
		code := rapid.SampledFrom([]int{0, 1, 2, 7, 8}).Draw(t, "code")
		kind := erpxt.ProductTypeOfCode(code)
		return meaning{erpxt.ProductTypeField.Ne(kind), fmt.Sprintf("%d.0 ne ProductType", code),
			func(r *erpxt.Product) bool { return r.ProductType != kind }}
	case "price":
		n := shelfwire.NewDecimal(rapid.Int64Range(-1, 6).Draw(t, "price"))
		return meaning{erpxt.ProductSaleNetPrice.Le(n), fmt.Sprintf("not(SaleNetPrice gt %s)", n), func(r *erpxt.Product) bool {
			price, _ := r.SaleNetPrice.Get()
			return price.Cmp(n) <= 0
		}}
	case "name":
		name := rapid.SampledFrom([]string{"Kubek", "kubek", "O'Neil (5\")", "' or true or '"}).Draw(t, "name")
		return meaning{erpxt.ProductName.Eq(name), "'" + strings.ReplaceAll(name, "'", "''") + "' eq Name",
			func(r *erpxt.Product) bool { return r.Name == name }}
	default:
		return drawFunction(t)
	}
}

func drawFunction(t *rapid.T) meaning {
	part := rapid.SampledFrom([]string{"", "K", "k", "bek", "O'N", `")`, "x"}).Draw(t, "part")
	quoted := "'" + strings.ReplaceAll(part, "'", "''") + "'"
	contains := func(r *erpxt.Product) bool { return strings.Contains(r.Name, part) }
	for _, f := range []meaning{
		{erpxt.RawFilter("substringof(" + quoted + ",Name)"), "contains(Name," + quoted + ")", contains},
		{erpxt.RawFilter("substringof(" + quoted + ",Name) eq true"), "contains( Name, " + quoted + " ) ne false", contains},
		{erpxt.RawFilter("startswith(Name," + quoted + ")"), "true eq startswith(Name," + quoted + ")",
			func(r *erpxt.Product) bool { return strings.HasPrefix(r.Name, part) }},
		{erpxt.RawFilter("endswith(Name," + quoted + ")"), "not not endswith(Name," + quoted + ")",
			func(r *erpxt.Product) bool { return strings.HasSuffix(r.Name, part) }},
		{erpxt.RawFilter("tolower(Name) eq tolower(" + quoted + ")"), "tolower(" + quoted + ") eq tolower(Name)",
			func(r *erpxt.Product) bool { return strings.EqualFold(r.Name, part) }},
	} {
		if rapid.Bool().Draw(t, "this one") {
			return f
		}
	}
	return meaning{erpxt.RawFilter("toupper(Name) eq 'KUBEK'"), "toupper(tolower(Name)) eq 'KUBEK'",
		func(r *erpxt.Product) bool { return strings.EqualFold(r.Name, "kubek") }}
}

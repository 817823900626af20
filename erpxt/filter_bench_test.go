package erpxt_test

import (
	"strconv"
	"testing"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// BenchmarkFilter builds and prints the filter of a price list.
func BenchmarkFilter(b *testing.B) {
	least, most := shelfwire.MustDecimal("199.99"), shelfwire.MustDecimal("300")
	b.ReportAllocs()
	for b.Loop() {
		f := erpxt.ProductSaleGrossPrice.Ge(least).And(
			erpxt.ProductSaleGrossPrice.Le(most),
			erpxt.ProductName.Eq("Mysz 5\" O'Neil").Or(erpxt.Not(erpxt.ProductRate.Eq(erpxt.VAT23))))
		if f.String() == "" {
			b.Fatal("no filter")
		}
	}
}

// BenchmarkFilterNextPage is what a walk adds to every page.
func BenchmarkFilterNextPage(b *testing.B) {
	filter := erpxt.ProductCode.Eq("P/000001").Or(erpxt.ProductCode.Eq("P/000002"))
	b.ReportAllocs()
	for b.Loop() {
		if filter.And(erpxt.ProductID.Gt(10951199)).String() == "" {
			b.Fatal("no filter")
		}
	}
}

// BenchmarkFilterCodes asks for fifty products by their codes: all at once, and one after the other.
func BenchmarkFilterCodes(b *testing.B) {
	var codes []erpxt.Filter
	for i := range 50 {
		codes = append(codes, erpxt.ProductCode.Eq("P/"+strconv.Itoa(i)))
	}
	b.Run("at once", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if erpxt.Filter.Or(erpxt.Filter{}, codes...).String() == "" {
				b.Fatal("no filter")
			}
		}
	})
	b.Run("one by one", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var f erpxt.Filter
			for _, code := range codes {
				f = f.Or(code)
			}
			if f.String() == "" {
				b.Fatal("no filter")
			}
		}
	})
}

package erpxt_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

func ExampleFilter() {
	least, most := shelfwire.MustDecimal("199.99"), shelfwire.MustDecimal("300")
	fmt.Println(erpxt.ProductSaleGrossPrice.Ge(least).And(erpxt.ProductSaleGrossPrice.Le(most)))
	fmt.Println(erpxt.ProductName.Eq("Mysz 5\" O'Neil").Or(erpxt.ProductDescription.IsNull()))
	// Output:
	// SaleGrossPrice ge 199.99 and SaleGrossPrice le 300
	// Name eq 'Mysz 5" O''Neil' or Description eq null
}

// Parentheses come by themselves wherever "and" and "or" meet, so that no server reads another filter.
func ExampleFilter_And() {
	unit := erpxt.ProductUnitOfMeasurement.Eq("szt.")
	cheap := erpxt.ProductSaleNetPrice.Lt(shelfwire.MustDecimal("10"))
	unpriced := erpxt.ProductSaleNetPrice.IsNull()
	fmt.Println(unit.And(cheap.Or(unpriced)))
	fmt.Println(unit.And(cheap).Or(unpriced))
	// Output:
	// UnitOfMeasurment eq 'szt.' and (SaleNetPrice lt 10 or SaleNetPrice eq null)
	// (UnitOfMeasurment eq 'szt.' and SaleNetPrice lt 10) or SaleNetPrice eq null
}

// The zero value is a beginning to collect alternatives from.
func ExampleFilter_Or() {
	var f erpxt.Filter
	for _, code := range []string{"P/000001", "P/000002", "P/000003"} {
		f = f.Or(erpxt.ProductCode.Eq(code))
	}
	fmt.Println(f)
	// Output:
	// ProductCode eq 'P/000001' or ProductCode eq 'P/000002' or ProductCode eq 'P/000003'
}

func ExampleNot() {
	fmt.Println(erpxt.Not(erpxt.ProductRate.Eq(erpxt.VAT23).Or(erpxt.ProductRate.Eq(erpxt.VATExempt))))
	// Output:
	// not (Rate eq 9 or Rate eq 1)
}

// Go finds a part of a text, since the provider documents no function for it. A filter can narrow the rows that are read.
func ExampleTextField() {
	srv := exampleServer()
	defer srv.Close()
	filter := erpxt.ProductQuery{Filter: erpxt.ProductRate.Eq(erpxt.VAT23)}
	for product, err := range srv.Client(nil).Products.All(context.Background(), filter) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if strings.Contains(strings.ToLower(product.Name), "awer") {
			fmt.Println(product.ProductCode, product.Name)
		}
	}
	// Output:
	// G-1 Grawerunek
}

// Functions are not documented by the provider; whether it knows this one must be tried.
func ExampleRawFilter() {
	fmt.Println(erpxt.RawFilter("substringof('mysz',Name)").And(erpxt.ProductID.Gt(100)))
	// Output:
	// (substringof('mysz',Name)) and Id gt 100
}

// Fields that this package has no constant for are named by hand.
func ExampleDateField() {
	issued := erpxt.DateField("IssueDate")
	fmt.Println(issued.Gt(shelfwire.Date{Year: 2023, Month: time.January, Day: 20}))
	// Output:
	// IssueDate gt datetime'2023-01-20'
}

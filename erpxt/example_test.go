package erpxt_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

// exampleServer is an ERP with three products, ids 1 to 3.
func exampleServer() *erpxttest.Server {
	srv := erpxttest.New()
	for _, p := range []erpxt.Product{
		{ID: 1, Name: "Kubek", ProductCode: "K-1", SaleGrossPrice: num("24.99"), ProductType: erpxt.ProductTypeStocked},
		{ID: 2, Name: "Talerz", ProductCode: "T-1", SaleGrossPrice: num("40.00")},
		{ID: 3, Name: "Grawerunek", ProductCode: "G-1", SaleNetPrice: num("10.00")},
	} {
		p.UnitOfMeasurement, p.Rate = "szt.", erpxt.VAT23
		srv.AddProducts(p)
	}
	return srv
}

func ExampleProductsService_All() {
	srv := exampleServer()
	defer srv.Close()
	client, err := erpxt.New(srv.Credentials(), &shelfwire.Options{BaseURL: srv.URL()})
	if err != nil {
		fmt.Println(err)
		return
	}

	cheap := erpxt.ProductSaleGrossPrice.Lt(shelfwire.MustDecimal("30"))
	for product, err := range client.Products.All(context.Background(), erpxt.ProductQuery{Filter: cheap}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(product.ProductCode, product.Name, product.SaleNetPrice, product.SaleGrossPrice)
	}
	// Output:
	// K-1 Kubek 20.32 24.99
	// G-1 Grawerunek 10.00 12.30
}

// A product is looked up by its code.
func ExampleProductsService_List() {
	srv := exampleServer()
	defer srv.Close()
	client := srv.Client(nil)

	found, err := client.Products.List(context.Background(), erpxt.ProductQuery{Filter: erpxt.ProductCode.Eq("T-1")})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, product := range found {
		fmt.Println(product.ID, product.Name, product.Rate)
	}
	// Output: 2 Talerz 23%
}

// A price is changed. Everything else on the card stays, and the server works out the net price.
func ExampleProductsService_Edit() {
	srv := exampleServer()
	defer srv.Close()
	client := srv.Client(nil)
	ctx := context.Background()

	_, err := client.Products.Edit(ctx, 2, func(p *erpxt.Product) error {
		p.SaleGrossPrice = shelfwire.Set(shelfwire.MustDecimal("42.50"))
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	plate, err := client.Products.Get(ctx, 2)
	fmt.Println(plate.ProductCode, plate.Name, plate.SaleNetPrice, plate.SaleGrossPrice, err)
	// Output: T-1 Talerz 34.55 42.50 <nil>
}

func ExampleProductsService_Create() {
	srv := exampleServer()
	defer srv.Close()
	client := srv.Client(nil)

	id, err := client.Products.Create(context.Background(), erpxt.NewProduct{
		Name: "Miska", UnitOfMeasurement: "szt.", Rate: erpxt.VAT23,
		SaleGrossPrice: shelfwire.Set(shelfwire.MustDecimal("19.90")),
	})
	fmt.Println(id, err)

	_, err = client.Products.Create(context.Background(), erpxt.NewProduct{Name: "Miska"})
	fmt.Println(err, errors.Is(err, shelfwire.ErrInvalid), shelfwire.OutcomeOf(err))
	// Output:
	// 4 <nil>
	// erpxt: Products.Create: invalid input: UnitOfMeasurement is missing; Rate is missing true not sent
}

func ExampleProductsService_Delete() {
	srv := exampleServer()
	defer srv.Close()
	client := srv.Client(nil)
	ctx := context.Background()

	fmt.Println("plate:", client.Products.Delete(ctx, 2))
	_, err := client.Products.Get(ctx, 2)
	fmt.Println("not found:", errors.Is(err, shelfwire.ErrNotFound))
	err = client.Products.Delete(ctx, 1)
	fmt.Println("cup, with stock control:", shelfwire.OutcomeOf(err))
	// Output:
	// plate: <nil>
	// not found: true
	// cup, with stock control: rejected
}

// The codes of the provider are no percentages: a rate has a name, and 9 is none.
func ExampleVATRateOfCode() {
	rate := erpxt.VATRateOfCode(9)
	code, _ := erpxt.VAT8.Code()
	fmt.Println(rate, rate == erpxt.VAT23, code, erpxt.VATRateOfCode(11))

	srv := exampleServer()
	defer srv.Close()
	_, err := srv.Client(nil).Products.Create(context.Background(), erpxt.NewProduct{
		Name: "Miska", UnitOfMeasurement: "szt.", Rate: "9",
	})
	problem, ok := errors.AsType[*shelfwire.FieldError](err)
	fmt.Println(ok, problem.Field, problem.Problem[:45])
	// Output:
	// 23% true 8 code 11
	// true Rate "9" is not a rate of VAT: use VAT23 ("23%"),
}

// 0 % is a rate; exempt and not taxable have none.
func ExampleVATRate_Percent() {
	for _, rate := range []erpxt.VATRate{erpxt.VAT23, erpxt.VAT0, erpxt.VATExempt, erpxt.VATNotTaxable} {
		percent, ok := rate.Percent()
		fmt.Println(rate, percent, ok)
	}
	// Output:
	// 23% 23 true
	// 0% 0 true
	// zw 0 false
	// np 0 false
}

package erpxttest_test

import (
	"context"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/faults"
)

// A price is changed while the token has become invalid and the response to the change is lost. The client gets over
// both, and the ERP works out the net price.
func Example() {
	srv := erpxttest.New() // in a test: erpxttest.NewServer(t)
	defer srv.Close()
	ids := srv.AddProducts(erpxt.Product{Name: "Kubek", Rate: erpxt.VAT23})
	client := srv.Client(nil)

	srv.SetOnHand(ids[0], shelfwire.NewDecimal(12))
	srv.Fail(
		faults.Between(srv.ClearTokens).On("Products.Replace"),
		faults.DropResponse().On("Products.Replace").Skip(1),
	)
	// in a test: the code under test, with this client
	_, err := client.Products.Edit(context.Background(), ids[0], func(p *erpxt.Product) error {
		p.SaleGrossPrice = shelfwire.Set(shelfwire.MustDecimal("24.99"))
		return nil
	})

	kubek := srv.Products()[0]
	fmt.Println("error:", err)
	fmt.Println("requests:", srv.Calls("Products.Replace"), "tokens:", srv.Calls("Token"))
	fmt.Println(kubek.ProductCode, kubek.SaleNetPrice, kubek.SaleGrossPrice, kubek.OnHand)
	// Output:
	// error: <nil>
	// requests: 3 tokens: 2
	// P/000001 20.32 24.99 12
}

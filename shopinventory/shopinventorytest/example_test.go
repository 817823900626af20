package shopinventorytest_test

import (
	"context"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// A delivery is added to a stock, and the response is lost. The client sends the adjustment once, and reports an
// unknown outcome.
func Example() {
	srv := shopinventorytest.New() // in a test: shopinventorytest.NewServer(t)
	defer srv.Close()
	shirt := shopinventory.BySKU("TShirt.Blk.XL")
	srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{
		SKU: "TShirt.Blk.XL", OnHand: shelfwire.Set(shelfwire.NewDecimal(5)),
	}})
	srv.Fail(faults.DropResponse().On("Inventory.Update"))

	// in a test: the code under test, with this client
	_, err := srv.Client(nil).Inventory.Update(context.Background(), shirt, shopinventory.ItemUpdate{
		OnHand: shopinventory.AdjustOnHand(12), PriceGross: shelfwire.Set(shelfwire.MustDecimal("90")),
	})

	fmt.Println("outcome:", shelfwire.OutcomeOf(err))
	fmt.Println("requests:", srv.Calls("Inventory.Update"), "adjustments:", srv.Adjustments(shirt))
	item, _ := srv.Item(shirt)
	fmt.Println(item.OnHand, item.PriceNet, item.PriceGross)
	// Output:
	// outcome: unknown
	// requests: 1 adjustments: 1
	// 17 75.63 90.00
}

package virtpostest_test

import (
	"context"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// The response to an update is lost. The client retries, since the quantity is absolute. The quantity before the update is
// then that of its own first attempt.
func Example() {
	srv := virtpostest.New() // in a test: virtpostest.NewServer(t)
	defer srv.Close()
	shops := srv.AddWarehouses(virtpostest.Warehouse{Name: "Магазин 1"})
	items := srv.AddItems(virtpostest.Item{ExternalID: "0000-17", Name: "Миска"})
	srv.SetStock(virtpostest.Row{WarehouseID: shops[0], ItemID: items[0], OnHand: shelfwire.NewDecimal(3)})

	srv.Fail(faults.DropResponse().On("Store.UpdateOnHand"))
	// in a test: the code under test, with this client
	result, err := srv.Client(nil).Store.UpdateOnHand(context.Background(), virtpos.OnHandUpdate{
		Warehouse: virtpos.WarehouseID(shops[0]),
		Item:      virtpos.ExternalItemID("0000-17"),
		OnHand:    shelfwire.Set(shelfwire.NewDecimal(20)),
	})
	srv.Sell(shops[0], items[0], "", shelfwire.NewDecimal(1))

	fmt.Println("error:", err, "before:", result.OnHandBefore)
	fmt.Println("requests:", srv.Calls("Store.UpdateOnHand"))
	fmt.Println("on hand:", srv.Stock(shops[0])[0].OnHand)
	// Output:
	// error: <nil> before: 20.000
	// requests: 2
	// on hand: 19.000
}

package virtpos_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// exampleServer is a company with one shop, and two goods in it.
func exampleServer() *virtpostest.Server {
	srv := virtpostest.New()
	srv.AddWarehouses(virtpostest.Warehouse{ID: 1, ExternalID: "SHOP-1", Name: "Магазин 1"})
	srv.AddItems(
		virtpostest.Item{ID: 8, ExternalID: "MUG", Name: "Кружка"},
		virtpostest.Item{ID: 9, ExternalID: "PLATE", Name: "Тарелка"},
	)
	srv.SetStock(
		virtpostest.Row{WarehouseID: 1, ItemID: 8, OnHand: shelfwire.NewDecimal(10), Reserved: shelfwire.NewDecimal(1)},
		virtpostest.Row{WarehouseID: 1, ItemID: 9, OnHand: shelfwire.NewDecimal(4)},
	)
	return srv
}

func ExampleStoreService_All() {
	srv := exampleServer()
	defer srv.Close()
	client, err := virtpos.New(srv.URL(), srv.Credentials(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}

	query := virtpos.StoreQuery{InStockOnly: true, Fields: []virtpos.StockField{virtpos.StockItemName}}
	for row, err := range client.Store.All(context.Background(), query) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(row.WarehouseName, row.ItemID, row.Name, row.OnHand, row.Available)
	}
	// Output:
	// Магазин 1 8 Кружка 10.000 9.000
	// Магазин 1 9 Тарелка 4.000 4.000
}

func ExampleStoreService_UpdateOnHand() {
	srv := exampleServer()
	defer srv.Close()
	client := srv.Client(nil)

	result, err := client.Store.UpdateOnHand(context.Background(), virtpos.OnHandUpdate{
		Warehouse: virtpos.ExternalWarehouseID("SHOP-1"), Item: virtpos.ExternalItemID("MUG"),
		OnHand: shelfwire.Set(shelfwire.MustDecimal("20")),
	})
	fmt.Println(result.ItemID, result.OnHandBefore, err)
	// Output: 8 10.000 <nil>
}

// The stock of a shop is replaced by a count: what was not counted is set to zero.
func ExampleStoreService_ReplaceOnHand() {
	srv := exampleServer()
	defer srv.Close()
	client := srv.Client(nil)

	count := func(yield func(virtpos.OnHandUpdate, error) bool) {
		yield(virtpos.OnHandUpdate{
			Item: virtpos.ExternalItemID("MUG"), OnHand: shelfwire.Set(shelfwire.MustDecimal("7")),
		}, nil)
	}
	report, err := client.Store.ReplaceOnHand(
		context.Background(), virtpos.ExternalWarehouseID("SHOP-1"), count, virtpos.ReplaceOptions{})
	fmt.Println(report.Updated(), "updated; the rest:", report.ZeroOutcome, err)
	for _, row := range srv.Stock(1) {
		fmt.Println(row.ItemID, row.OnHand)
	}
	// Output:
	// 1 updated; the rest: applied <nil>
	// 8 7.000
	// 9 0.000
}

// An unconfirmed row prevents the zeroing. The second call resumes the report of the first.
func ExampleReplaceOptions_resume() {
	srv := exampleServer()
	defer srv.Close()
	srv.Fail(faults.DropResponse().Times(4).On("Store.UpdateOnHand")) // set, and the response lost, four times
	client, ctx, shop := srv.Client(nil), context.Background(), virtpos.WarehouseID(1)

	count := func(yield func(virtpos.OnHandUpdate, error) bool) {
		yield(virtpos.OnHandUpdate{Item: virtpos.ItemID(8), OnHand: shelfwire.Set(shelfwire.MustDecimal("7"))}, nil)
	}
	report, err := client.Store.ReplaceOnHand(ctx, shop, count, virtpos.ReplaceOptions{})
	fmt.Println(report.Unknown(), "unknown; the rest:", report.ZeroOutcome, errors.Is(err, shelfwire.ErrIncomplete))

	report, err = client.Store.ReplaceOnHand(ctx, shop, count, virtpos.ReplaceOptions{Resume: &report})
	fmt.Println(report.Updated(), "updated; the rest:", report.ZeroOutcome, err)
	// Output:
	// 1 unknown; the rest: not sent true
	// 1 updated; the rest: applied <nil>
}

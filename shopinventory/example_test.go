package shopinventory_test

import (
	"context"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// exampleShop is a shop with two products.
func exampleShop() *shopinventorytest.Server {
	srv := shopinventorytest.New()
	for _, p := range []shopinventory.Item{
		{ID: 1, SKU: "CANA-ALBA", OnHand: num("10"), PriceGross: num("24.99")},
		{ID: 2, SKU: "FARFURIE", OnHand: num("4"), PriceGross: num("40.00")},
	} {
		p.InventoryEnabled = shelfwire.Set(true)
		srv.AddItems(shopinventorytest.Item{Item: p})
	}
	return srv
}

func ExampleInventoryService_Get() {
	srv := exampleShop()
	defer srv.Close()
	client, err := shopinventory.New(srv.URL(), srv.Credentials(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}

	mug, err := client.Inventory.Get(context.Background(), shopinventory.BySKU("CANA-ALBA"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(mug.ID, mug.OnHand, mug.PriceNet, mug.PriceGross)
	// Output: 1 10 21.00 24.99
}

// Only what is set is sent.
func ExampleInventoryService_Update() {
	srv := exampleShop()
	defer srv.Close()
	client := srv.Client(nil)

	plate, err := client.Inventory.Update(context.Background(), shopinventory.ByID(2), shopinventory.ItemUpdate{
		OnHand:        shopinventory.SetOnHand(6),
		PriceGross:    shelfwire.Set(shelfwire.MustDecimal("35.00")),
		OldPriceGross: shelfwire.Set(shelfwire.MustDecimal("40.00")),
	})
	fmt.Println(plate.OnHand, plate.PriceGross, plate.OldPriceGross, err)
	// Output: 6 35.00 40.00 <nil>
}

// An adjustment whose response is lost is sent once. Reading the stock and comparing shows what became of it, as long
// as nobody else changed the stock.
func ExampleAdjustOnHand() {
	srv := exampleShop()
	defer srv.Close()
	srv.Fail(faults.DropResponse().On("Inventory.Update")) // adjusted, and the response lost
	client := srv.Client(nil)
	ctx, mug := context.Background(), shopinventory.ByID(1)

	before, err := client.Inventory.Get(ctx, mug)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.Inventory.Update(ctx, mug, shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(12)})
	fmt.Println(shelfwire.OutcomeOf(err), "after", srv.Calls("Inventory.Update"), "call")

	after, err := client.Inventory.Get(ctx, mug)
	fmt.Println(before.OnHand, "became", after.OnHand, err)
	// Output:
	// unknown after 1 call
	// 10 became 22 <nil>
}

func ExampleInventoryService_UpdateAll() {
	srv := exampleShop()
	defer srv.Close()
	client := srv.Client(nil)

	delivery := func(yield func(shopinventory.ItemRef, shopinventory.ItemUpdate) bool) {
		for sku, count := range map[string]int{"CANA-ALBA": 12} {
			if !yield(shopinventory.BySKU(sku), shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(count)}) {
				return
			}
		}
		yield(shopinventory.BySKU("TAVA"), shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(3)})
	}
	for r := range client.Inventory.UpdateAll(context.Background(), delivery, shopinventory.UpdateAllOptions{Workers: 2}) {
		fmt.Println(r.Index, r.Ref, r.Outcome(), r.Result.OnHand)
	}
	// Output:
	// 0 sku CANA-ALBA applied 22
	// 1 sku TAVA rejected absent
}

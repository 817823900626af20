package main

import (
	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

const sample = "BOWL-1,12\nLAMP-2,6\nVASE-3,2.5\n"

// fill gives a fake what the sample names. Of two responses that it loses, one is to a line that was counted in, and one
// to a line that was not; to the program both look alike.
func fill(fake *shopinventorytest.Server) {
	for _, sku := range []string{"BOWL-1", "LAMP-2", "VASE-3"} {
		item := shopinventory.Item{SKU: sku, OnHand: shelfwire.Set(shelfwire.NewDecimal(5))}
		fake.AddItems(shopinventorytest.Item{Item: item})
	}
	fake.Fail(faults.DropResponse().On("Inventory.Update").Skip(1), faults.DropRequest().On("Inventory.Update").Skip(2))
}

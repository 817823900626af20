package main

import (
	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

const (
	sampleCount    = "BOWL-1,,22\nLAMP-2,,3\nTEA-3,2026-02,28.5\n"
	sampleDelivery = "0000000000017,,6\n0000000000031,2026-03,40\n"
)

// fill gives a fake what the samples name, and a little more.
func fill(fake *virtpostest.Server) {
	fake.AddWarehouses(virtpostest.Warehouse{Name: "Shop 1"})
	fake.AddItems(
		virtpostest.Item{ID: 1, Article: "BOWL-1", Name: "Clay bowl", Barcodes: []string{"0000000000017"}},
		virtpostest.Item{ID: 2, Article: "LAMP-2", Name: "Glass lamp", Barcodes: []string{"0000000000024"}},
		virtpostest.Item{ID: 3, Article: "TEA-3", Name: "Green tea", Barcodes: []string{"0000000000031"}},
		virtpostest.Item{ID: 4, Article: "VASE-4", Name: "Tall vase"},
	)
	fake.SetStock(
		virtpostest.Row{WarehouseID: 1, ItemID: 1, OnHand: shelfwire.NewDecimal(24)},
		virtpostest.Row{WarehouseID: 1, ItemID: 2, OnHand: shelfwire.NewDecimal(3)},
		virtpostest.Row{WarehouseID: 1, ItemID: 3, LotNumber: "2026-01", OnHand: shelfwire.NewDecimal(8)},
		virtpostest.Row{WarehouseID: 1, ItemID: 3, LotNumber: "2026-02", OnHand: shelfwire.NewDecimal(30)},
		virtpostest.Row{WarehouseID: 1, ItemID: 4, OnHand: shelfwire.NewDecimal(2)},
	)
}

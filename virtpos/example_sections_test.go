package virtpos_test

import (
	"context"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

func ExampleItemsService_Index() {
	srv := exampleServer()
	defer srv.Close()
	srv.AddItems(
		virtpostest.Item{ID: 8, ExternalID: "MUG", Name: "Кружка", Barcodes: []string{"0000000000017"}},
		virtpostest.Item{ID: 10, Name: "Кружка, брак", Barcodes: []string{"0000000000017", "0000000000024"}},
	)
	client, err := virtpos.New(srv.URL(), srv.Credentials(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}

	index, err := client.Items.Index(context.Background(), virtpos.KeyBarcode, virtpos.ItemQuery{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(index.Lookup("0000000000024"))
	for barcode, items := range index.Ambiguous() {
		fmt.Println(barcode, items)
	}
	// Output:
	// 10 <nil>
	// 0000000000017 [8 10]
}

func ExampleStoreService_PreviewReplace() {
	srv := exampleServer()
	defer srv.Close()
	client, err := virtpos.New(srv.URL(), srv.Credentials(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}

	count := feedOf(virtpos.OnHandUpdate{Item: virtpos.ItemID(8), OnHand: shelfwire.Set(shelfwire.NewDecimal(12))})
	options := virtpos.PreviewOptions{Fields: []virtpos.StockField{virtpos.StockItemName}}
	preview, err := client.Store.PreviewReplace(context.Background(), virtpos.WarehouseID(1), count, options)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range preview.Rows {
		fmt.Println(row.Kind, row.Now[0].Name, row.Now[0].OnHand, "to", row.Update.OnHand)
	}
	for _, row := range preview.Zeroed {
		fmt.Println("zeroed", row.Name, row.OnHand)
	}
	// Output:
	// changed Кружка 10.000 to 12
	// zeroed Тарелка 4.000
}

func ExampleDocumentsService_Inflows() {
	srv := exampleServer()
	defer srv.Close()
	srv.AddInflows(virtpos.Inflow{
		ID: 101, Date: "2026-03-20 09:00:00", SupplierName: "ООО Пример", Status: "accept",
		Lines: []virtpos.DocumentLine{{ItemID: 8, Quantity: shelfwire.Set(shelfwire.NewDecimal(6))}},
	})
	client, err := virtpos.New(srv.URL(), srv.Credentials(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}

	query := virtpos.DocumentQuery{Period: virtpos.Period{From: shelfwire.Date{Year: 2026, Month: 3, Day: 1}}}
	for inflow, err := range client.Documents.Inflows(context.Background(), query) {
		if err != nil {
			fmt.Println(err) // shelfwire.ErrIncomplete: the server has shortened the period
			return
		}
		fmt.Println(inflow.ID, inflow.SupplierName, inflow.Status, inflow.Lines[0].ItemID, inflow.Lines[0].Quantity)
	}
	// Output:
	// 101 ООО Пример accept 8 6
}

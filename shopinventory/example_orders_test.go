package shopinventory_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// The list of products is the bulk read of the stock: one walk, and the variants are items, too.
func ExampleProductsService_All() {
	srv := exampleShop()
	defer srv.Close()
	shirt := srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{SKU: "TRICOU"}})[0]
	srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{SKU: "TRICOU-S", OnHand: num("3")}, Parent: shirt})

	products := srv.Client(nil).Products
	for product, err := range products.All(context.Background(), shopinventory.ProductQuery{}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		items, ok := product.Items()
		if !ok {
			fmt.Println("the stock of", product.SKU, "cannot be known")
		}
		for _, item := range items {
			fmt.Println(item.SKU, item.OnHand)
		}
	}
	// Output:
	// CANA-ALBA 10
	// FARFURIE 4
	// TRICOU-S 3
}

// A run picks up the orders since the last one, and reads those again that were unpaid.
func ExampleOrdersService_CreatedSince() {
	srv := shopinventorytest.New()
	defer srv.Close()
	ctx, orders := context.Background(), srv.Client(nil).Orders
	paidLate := srv.AddOrders(shopinventory.Order{Created: time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)})[0]

	checkpoint := time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC)
	var unpaid []string
	run := func() {
		created := orders.CreatedSince(ctx, checkpoint, shopinventory.OrderQuery{})
		for order, err := range created.All() {
			if err != nil {
				fmt.Println(err)
				return // the checkpoint stays
			}
			fmt.Println("found", order.ID, order.PaymentStatus)
			if order.PaymentStatus == shopinventory.PaymentAwaiting {
				unpaid = append(unpaid, order.ID)
			}
		}
		if next, ok := created.Checkpoint(); ok {
			checkpoint = next
		}
	}
	run()
	srv.SetOrder(paidLate, func(o *shopinventory.Order) { o.PaymentStatus = shopinventory.PaymentPaid })
	for r := range orders.Refresh(ctx, unpaid) {
		fmt.Println("looked at", r.ID, r.Result.PaymentStatus, r.Err)
	}
	fmt.Println("next run from", checkpoint.Format(time.RFC3339))
	// Output:
	// found 100001 awaiting
	// looked at 100001 paid <nil>
	// next run from 2026-03-02T09:00:00Z
}

// A webhook rings a bell; what has changed is read by the API.
func ExampleNewWebhookHandler() {
	secret := shelfwire.NewSecret("secret-of-the-panel")
	bell := make(chan struct{}, 1)
	handler, err := shopinventory.NewWebhookHandler([]shelfwire.Secret{secret},
		func(context.Context, shopinventory.Webhook) error {
			select {
			case bell <- struct{}{}:
			default: // it rings already
			}
			return nil
		}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	server := httptest.NewServer(handler)
	defer server.Close()

	status, err := shopinventorytest.SendWebhook(context.Background(), server.URL, secret, []byte(`{"id":"100001"}`))
	fmt.Println(status, err, len(bell))
	// Output: 200 <nil> 1
}

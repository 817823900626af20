// Package shopinventory is a client for MerchantPro, an e-shop platform from Romania: stock and prices (the API that gave
// the package its name), products, orders, taxonomy and webhooks.
//
//	cred := shopinventory.Credentials{APIKey: shelfwire.NewSecret(key), APISecret: shelfwire.NewSecret(secret)}
//	client, err := shopinventory.New("https://www.example.com", cred, nil)
//	if err != nil {
//		return err
//	}
//	item, err := client.Inventory.Get(ctx, shopinventory.BySKU("TShirt.Blk.XL"))
//	if err != nil {
//		return err
//	}
//	_, err = client.Inventory.Update(ctx, shopinventory.ByID(item.ID), shopinventory.ItemUpdate{
//		OnHand:   shopinventory.SetOnHand(20),
//		PriceNet: shelfwire.Set(shelfwire.MustDecimal("75.63")),
//	})
//
// All products with their stock are one walk, a hundred with each call:
//
//	for product, err := range client.Products.All(ctx, shopinventory.ProductQuery{}) {
//		if err != nil {
//			return err
//		}
//		items, ok := product.Items() // as Inventory.Get returns them; feed UpdateAll by ByID(item.ID)
//		…
//	}
//
// New orders are a walk with a checkpoint, and what became of older ones is read by their ids:
//
//	created := client.Orders.CreatedSince(ctx, checkpoint, shopinventory.OrderQuery{})
//	for order, err := range created.All() {
//		…
//	}
//	checkpoint, ok = created.Checkpoint()
//	for r := range client.Orders.Refresh(ctx, idsOfOpenOrders) {
//		…
//	}
//
// # Sources
//
// [InventoryService] covers the vendor's guide "API Stocuri", https://www.merchantpro.ro/help/kb/api/stocuri (in English:
// "Stock API", https://www.merchantpro.bg/help/kb/api/stock-api). The API has no call that lists the inventory: the list
// of products takes its place.
//
// Of products, orders and taxonomy the vendor documents the paths and a part of the fields. Paging, filters
// and the other fields follow what other clients send and read, some of which were checked against real
// shops; the signature of webhooks follows the vendor's sample code. The doc comments say where a question is
// open; a remark such as (probe: shopinventory/orders-ids) names the row under which the program
// examples/probe of this module asks a real shop about it.
//
// # Rules
//
// Retries, time-outs and secrets are as package shelfwire describes them. Without Options.Limiter a client keeps the
// limits that the vendor publishes for one key, all at once: 4 calls a second, 80 a minute, 3,600 an hour, 60,000 a
// day. They depend on the shop's plan; shelfwire.Limit makes others. After a 429 a client waits until the time that
// the shop names (reset_time), for the header Retry-After, or for a minute.
//
// The kind of an update decides about retries. [SetOnHand] and prices are absolute values, which are sent again after
// a lost response. [AdjustOnHand] is a write that must happen once: it is sent again only when the first request was
// never sent, or after a 429. After an error, [shelfwire.OutcomeOf] says whether the change was made; see
// [InventoryService.Update] for what to do then.
//
// A call has succeeded when the response holds the product that was asked for; a status of success proves nothing by
// itself. Update compares the response with the values that were set, since a shop can drop some of them. Members in
// a form that is ambiguous are listed in Item.Unread, and leave the rest of the item intact. A body that tells of a failure,
// such as "success": false, is no success under any status, whatever stands beside it.
//
// [OrdersService.SetStatus] is a write that must happen once, too. Since the form of its response is undocumented, it has
// succeeded only when the response shows so. All other calls read.
//
// A walk through products or orders is complete, or its error matches shelfwire.ErrIncomplete. It pages by start and
// limit, and never follows the links of the response, so that the key goes nowhere but to the URL of [New].
//
// 401 and 403 are final: the shop locks out keys that try again. [InventoryService.UpdateAll] and
// [OrdersService.Refresh] stop at the first of them.
//
// # Errors
//
// A [shelfwire.Error] has the name, the message and the details of the shop's error object in Code, Message and
// Details. The message "Operation could not be completed" means a transient failure rather than a rejection, under
// every status except 401 and 403.
//
// The shop's error object is {"error": {"name": …, "message": …, "details": …}}. A 404 without it comes from a router
// or a gateway and matches shelfwire.ErrMalformed; a 400 without it leaves the outcome of a change unknown.
//
// An unknown filter is a 400 with the Code "undefined_filter", which matches shelfwire.ErrInvalid.
//
// Package shopinventorytest has an in-memory shop for tests.
package shopinventory

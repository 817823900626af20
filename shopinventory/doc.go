// Package shopinventory is a client for the inventory API of MerchantPro, an e-shop platform from Romania: stock and
// prices of products and variants, read and changed one by one or in bulk.
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
// The package covers the vendor's guide "API Stocuri", https://www.merchantpro.ro/help/kb/api/stocuri (in English:
// "Stock API", https://www.merchantpro.bg/help/kb/api/stock-api). The doc comments say where the guide leaves a
// question open. The API has no call that lists the inventory.
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
// a form that is ambiguous are listed in Item.Unread, and leave the rest of the item intact.
//
// 401 and 403 are final: the shop locks out keys that try again. [InventoryService.UpdateAll] stops at the first of
// them.
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
// Package shopinventorytest has an in-memory shop for tests.
package shopinventory

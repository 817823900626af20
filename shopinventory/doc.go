// Package shopinventory is a client for the inventory API of MerchantPro, an e-shop platform from Romania: stock and
// prices of products and variants, read and changed one by one or in bulk.
//
//	cred := shopinventory.Credentials{Key: shelfwire.NewSecret(key), Secret: shelfwire.NewSecret(secret)}
//	client, err := shopinventory.New("https://www.example.com", cred, nil)
//	if err != nil {
//		return err
//	}
//	item, err := client.Inventory.Get(ctx, shopinventory.BySKU("TShirt.Blk.XL"))
//	if err != nil {
//		return err
//	}
//	_, err = client.Inventory.Update(ctx, shopinventory.ByID(item.ID), shopinventory.Update{
//		Stock:    shopinventory.SetOnHand(20),
//		PriceNet: shelfwire.Set(shelfwire.MustDecimal("75.63")),
//	})
//
// The calls serve the vendor's guide "API Stocuri", https://www.merchantpro.ro/help/kb/api/stocuri. Where the guide is
// silent, the doc comments here say so. There is no call that lists the inventory.
//
// # Rules
//
// Retries, time-outs and secrets are as package shelfwire describes them. Without Options.Limiter a client keeps the
// limits that the vendor publishes for one key, all at once: 4 calls a second, 80 a minute, 3,600 an hour, 60,000 a day.
// They depend on the shop's plan; shelfwire.Limit makes others. After a 429 a client waits for the moment that the shop
// names (reset_time), for the header Retry-After, or for a minute.
//
// An update says what it is: [SetOnHand] and prices are absolute, and repeated after a lost response. [AdjustOnHand] is a
// write that must not happen twice: it is sent again only when nothing had been sent, or after a 429. When one fails,
// [shelfwire.OutcomeOf] says what is known; the doc comment of [InventoryService.Update] shows the way out.
//
// A success is a response that holds the product that was asked for: a status of success proves nothing by itself. It is
// compared with what was set, since a shop can take less than it was given: see [InventoryService.Update]. Members that
// could not be read for certain stand in Item.Unread, and cost nothing else.
//
// 401 and 403 are final and never repeated: the shop locks out keys that try again. [InventoryService.UpdateAll] stops
// at the first of them.
//
// # Errors
//
// The shop's words are in the [shelfwire.Error]: its name in Code, its message in Message, its details in Details. A
// failure that the shop words as "Operation could not be completed", under whatever status, counts as one that passes,
// and not as a rejection.
//
// Only the shop's own error object, {"error": {"name": …, "message": …, "details": …}}, is its word: without it, a 404 is
// that of a router or a gateway and matches shelfwire.ErrMalformed, and a 400 leaves open what became of a change.
//
// Package shopinventorytest has an in-memory shop for tests.
package shopinventory

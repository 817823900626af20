// Package shopinventorytest has an in-memory MerchantPro shop for tests: an HTTP server on 127.0.0.1 with products and
// variants, their stock and prices, orders and taxes. It signs and sends webhooks, too: [SignWebhook], [SendWebhook].
//
//	func TestDelivery(t *testing.T) {
//		srv := shopinventorytest.NewServer(t)
//		mug := shopinventory.Item{SKU: "MUG", OnHand: shelfwire.Set(shelfwire.NewDecimal(5))}
//		srv.AddItems(shopinventorytest.Item{Item: mug})
//		srv.Fail(faults.DropResponse().On("Inventory.Update")) // the stock is adjusted, the response lost
//
//		deliver(srv.Client(nil), "MUG", 12) // the code under test: it must not adjust the stock again
//
//		if n := srv.Adjustments(); n != 1 {
//			t.Errorf("%d adjustments, want 1", n)
//		}
//	}
//
// Methods of [Server] set and read its state; package faults makes calls fail. Operations are named as in
// shelfwire.Error.Op: Inventory.Get, Inventory.Update, Products.List, Products.Get, Orders.List, Orders.Get,
// Orders.SetStatus and Taxonomy.Taxes. Orders.Refresh of a client is seen as Orders.List and Orders.Get.
//
// # What it does like MerchantPro
//
// It serves the calls of the vendor's guide, "API Stocuri" (https://www.merchantpro.ro/help/kb/api/stocuri), and
// responds with the same members in the same order. Items are found by id, SKU or EAN. An EAN is null where there is
// none. The stock is left out while it is untracked, and an old price where there is none. Of each price, the server
// computes the other form from the tax. The stock is set, or adjusted by adjust_by, also in the request that switches
// its tracking on.
//
// With [Server.AddWarehouses] the shop has the app Multi Warehouse ("Gestiuni multiple"): the stock of an item is the
// total of its warehouses, and can be changed in them only. Warehouses are identified by id, by name or both.
//
// The stock and the prices of a product with variants are those of its variants: the product itself has and takes none.
//
// One catalogue is behind the inventory and the list of products: an update shows in the list at once. Variants are in the
// list only as members of their product. Lists have the members data and meta, with the count and the links. They take
// start, limit, fields (products), include, sort (orders) and the filters that other clients use: status, ids,
// payment_status, shipping_status, payment_method_code, created_after and created_before. Orders are found by their whole
// id, with its suffix. Taxes are a bare list.
//
// Errors have the form {"error": {"name": …, "message": …, "details": {…}}}. A wrong or missing key gets a 401; after
// the third one in a row the key is locked, and every call gets a 403 until [Server.ClearLock]. With
// [Server.SetLimits], calls beyond the limits get a 429.
//
// # What a shop may do instead
//
// Databases and PHP give other forms to the same responses, which a client must decode alike: [Server.SetNumbers],
// [Server.SetNumericEAN], [Server.SetWarehouseIDs], [Server.SetUntrackedStock] and [Server.SetPricePlaces]. Package
// faults has further forms for single responses: faults.Edit, faults.Prefix, faults.HTML(200).
//
// Lists differ, too: with [Server.SetProductOrder] products move while they are read, [Server.SetMaxPageSize] makes pages
// smaller, and [Server.SetCreatedDay] has the two readings of a day, in any zone.
//
// # Time
//
// The waits of a client between its attempts (back-off, Retry-After, a hold of the client) take no real time. Client
// and server share a clock that runs like real time and skips to the end of the shortest wait when all running calls
// wait. The deadline of a context includes the skipped time, so that a call runs out of time where it would with the
// provider. A Limiter in the options, Options.StallTimeout, faults.Delay and [Server.SetLatency] take real time.
// [Server.SetClock] gives the server a clock of its own, which is independent of the waits of clients.
//
// # What it makes up
//
// The guide leaves much open. Where the server has to decide, it does the following, which is no promise of the
// provider:
//
//   - 404: no such item, or no such path. 405: another method. 400: every other problem of a request. A rejected request
//     changes nothing. The names of errors, except undefined_filter, and their details are the server's own. A call with
//     the right key resets the count of failed attempts. A call that gets a 429 stays uncounted.
//   - Every other query parameter is an undefined_filter, and for the inventory all are. A body must be declared as JSON.
//     Members other than those of the guide are rejected, also within stock and warehouses, and so are id, sku and ean.
//   - Numbers in quotes are rejected, and so is null, except for an old price: null in either of its forms removes it. Net
//     and gross of one price exclude each other, even if they agree.
//   - Prices are rounded half up to two places, and sent with two, unless [Server.SetPricePlaces] sets others. Stocks are
//     sent as they were given, and may have a fraction. A stock can be adjusted below zero, but not be set below it. An
//     adjustment by 0 counts as one.
//   - An untracked stock is kept, and can be set and adjusted. Its warehouses are sent all the same.
//   - Warehouses that an update leaves out keep their stock; unknown and repeated ones are rejected. Names, SKUs and EANs
//     are compared byte by byte. Each SKU and each EAN belongs to one item.
//   - A stock in the wrong form for the shop is rejected; with [Server.SetIgnoreOnHand] it is dropped.
//   - A page has 20 rows without a limit in the request, and 100 at most. Products come in the order of their ids, orders
//     without sort in the order in which they were added. An unknown field is an undefined_field. A variant in the list has
//     no EAN, and is no product of its own.
//   - Orders are numbered from 100001. Unknown ids in the filter ids are left out. SetStatus responds with the order,
//     without its lines, takes any action after any other, and notes a repeated one in [Server.Actions]. An order that is
//     canceled gives its goods back to the stock once; adding an order takes nothing from it. [Server.SetNumbers] applies
//     to the lists, except to orders.
//   - A product with variants is sent without stock, warehouses and prices. The tracking of its stock can be switched.
package shopinventorytest

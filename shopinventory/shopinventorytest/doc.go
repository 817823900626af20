// Package shopinventorytest has an in-memory MerchantPro shop for tests: a real HTTP server on 127.0.0.1 with the stock
// and the prices of products and variants.
//
//	func TestDelivery(t *testing.T) {
//		srv := shopinventorytest.NewServer(t)
//		mug := shopinventory.Item{SKU: "MUG", Stock: shelfwire.Set(shelfwire.NewDecimal(5))}
//		srv.AddItems(shopinventorytest.Item{Item: mug})
//		srv.Fail(faults.DropResponse().On("Inventory.Update")) // the stock is adjusted, the answer lost
//
//		deliver(srv.Client(nil), "MUG", 12) // the code under test: it must not adjust the stock again
//
//		if n := srv.Adjustments(); n != 1 {
//			t.Errorf("%d adjustments, want 1", n)
//		}
//	}
//
// State goes in and comes out by methods, failures by package faults. Operations are named as in shelfwire.Error.Op:
// Inventory.Get and Inventory.Update.
//
// # What it does like MerchantPro
//
// It serves the calls of the vendor's guide, "API Stocuri", and answers with the same members in the same order. Items
// are found by id, SKU or EAN. An EAN is null where there is none. The stock is left out while it is not tracked, and an
// old price where there is none. Of each price the other form follows from the tax. The stock is set, or adjusted by
// adjust_by, also in the request that switches its tracking on.
//
// With [Server.AddWarehouses] the shop has the app Multi Warehouse ("Gestiuni multiple"): the stock of an item is the
// total of its warehouses, and can be changed in them only. Warehouses are named by id, by name or both.
//
// A product with variants has no stock and no prices, and takes none: they are on the variants.
//
// Errors have the form {"error": {"name": …, "message": …, "details": {…}}}. 401 is the answer to a wrong or a missing
// key; after the third one in a row the key is locked, and every call gets a 403 until [Server.Unlock]. With
// [Server.SetLimits], calls beyond the limits get a 429.
//
// # What a shop may do instead
//
// Databases and PHP give other forms to the same answers, which a client must read alike: [Server.SetNumbers],
// [Server.SetNumericEAN], [Server.SetWarehouseIDs], [Server.SetUntrackedStock] and [Server.SetPricePlaces]. Package
// faults has further ones for single answers: faults.Edit, faults.Prefix, faults.HTML(200).
//
// # Time
//
// A client of the server spends no real time on waits between its attempts, whatever its options and the responses
// ask for: back-off, Retry-After, a hold of the client. Client and server share a clock that runs like real time
// and skips to the end of the shortest wait when all calls under way wait. A deadline of a context counts what its
// call has skipped, so that a call fails for want of time where it would with the provider. Real time is taken by a
// Limiter in the options, Options.StallTimeout, faults.Delay and [Server.Latency]. [Server.SetClock] gives the
// server a clock of its own, which the waits of clients do not move.
//
// # What it makes up
//
// The guide leaves much open. Where the server must do something, this is what it does; do not take it for a promise of
// the provider:
//
//   - 404: no such item, or no such address. 405: another verb. 400: everything else that is wrong with a request. A
//     rejected request changes nothing. The names of errors are the server's own, but for undefined_filter, and so are
//     their details. A call with the right key forgets the bad attempts before it, and a call that gets a 429 does not
//     count.
//   - Any parameter in the query is an undefined_filter. A body must be said to be JSON. Members that the guide does
//     not name are rejected, those within stock and warehouses included, and so are id, sku and ean.
//   - Numbers in quotes are rejected, and null is, except that it takes an old price away: both its forms, whichever is
//     null. Net and gross of one price exclude each other, also when they would agree.
//   - Prices are rounded half up to two places, and answered with two, unless [Server.SetPricePlaces] says otherwise.
//     Stocks are answered as they were given, and may have a fraction. A stock cannot be set below zero, but adjusted
//     below it. An adjustment by 0 is one.
//   - While the stock is not tracked, it is kept, and can be set and adjusted. Warehouses are shown all the same.
//   - Warehouses that an update does not name keep their stock; one that the shop does not have, or that is named
//     twice, is rejected. Names are compared byte by byte, and so are SKUs and EANs. No two items have one SKU or EAN.
//   - A stock in the form that the shop does not take is rejected; with [Server.SetIgnoreOnHand] it is dropped.
//   - A product with variants is shown without stock, warehouses and prices. The tracking of its stock can be switched.
package shopinventorytest

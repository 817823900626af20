// Package virtpostest has an in-memory VirtualPOS for tests: a real HTTP server on 127.0.0.1 with warehouses,
// items and stock by lots.
//
//	func TestStockOut(t *testing.T) {
//		srv := virtpostest.NewServer(t)
//		srv.AddWarehouses(virtpostest.Warehouse{ID: 1, Name: "Магазин 1"})
//		srv.AddItems(virtpostest.Item{ID: 8, ExternalID: "0000-17"}, virtpostest.Item{ID: 9})
//		srv.SetStock(virtpostest.Row{WarehouseID: 1, ItemID: 9, OnHand: shelfwire.NewDecimal(3)})
//		srv.Fail(faults.DropResponse().On("Store.UpdateOnHand")) // the quantity is set, the response lost
//
//		replaceStock(srv.Client(nil)) // the code under test, with 20 of item 0000-17
//
//		if n := srv.Zeroings(1); n != 1 {
//			t.Errorf("%d zeroings, want 1", n)
//		}
//		for _, row := range srv.Stock(1) {
//			t.Log(row.ItemID, row.LotNumber, row.OnHand) // 9 0.000, 8 20.000
//		}
//	}
//
// Methods set and return the state; package faults makes calls fail. Operations are named as in
// shelfwire.Error.Op: Store.List, Store.UpdateOnHand, Store.OnHandVersion and Store.ZeroOutdated, Warehouses.List,
// Items.All, ItemGroups.List, Customers.All, Documents.Inflows, Documents.WriteOffs, Documents.Transfers,
// Documents.Returns, and Read for any other section. Client methods that send the same calls look alike to the server: All
// and List of the stock come as Store.List, ReplaceOnHand comes as the four operations of the store, and PreviewReplace as
// Store.List and Warehouses.List.
//
// # What it does like VirtualPOS
//
// It serves the four calls of the vendor's guide, "API :: Store. Получение данных об остатках товара", as GET
// and as POST. It responds with the same elements in the same order, in XML or JSON. Parameters that the guide
// marks as "get only" count in the query only, the others in the query or in a form. Internal ids win over
// external ones. Each lot of an item has a row of its own. A response has success, and where that is 0, info.
//
// An update sets the quantities that were sent and keeps the others. It adds a missing row. Zeroing goes by the
// version of the stock: rows updated after getOnhandVersion keep their quantity, all other rows of that
// warehouse are set to 0.
//
// It also serves the vendor's sections warehouse, item, itemGroup, customer, inflow, writeoff, movegood and returns, with
// the elements that the vendor or public programs show. Documents without a period are those of the last 30 days.
//
// # Time
//
// A client of the server spends no real time on waits between its attempts, whether options or responses ask
// for them: back-off, Retry-After, a hold of the client. Client and server share a clock that runs like real
// time and skips to the end of the shortest wait while all calls in progress wait. The deadline of a context
// counts what its call has skipped, so a call runs out of time where it would with the provider. Real time is
// taken by a Limiter in the options, Options.StallTimeout, faults.Delay and [Server.SetLatency].
//
// # What it makes up
//
// The guide leaves much open. This is what the server does there; the provider may behave differently:
//
//   - Failed calls have the status 200, success 0, and an info in English. They are: a missing or wrong key, a
//     format other than xml and json, an unknown warehouse or item, also in a read, an id or a version that is
//     no whole number, a quantity or cost that is negative, empty or no plain number, and a day in another form
//     than YYYY-MM-DD. They change nothing. An unknown path has the status 404, a method other than GET and
//     POST 405.
//   - Without a format the response is XML. Of a parameter in both places, the one in the body counts. A body
//     without the Content-Type of a form has no parameters. An empty id, filter or version counts as absent.
//   - A read shows all warehouses that it selects, including empty ones, in the order in which they were added.
//     The count beside them is their number, and the count of a warehouse that of its rows. Articles and names
//     must match as a whole, case included; the lists of further prices come with optionalprices, as prices;
//     expdate is YYYY-MM-DD. Unknown fields are ignored. A missing value is an empty element.
//   - JSON is what PHP's json_encode makes of the same data: texts for numbers, arrays for lists, null for
//     missing numbers, letters beyond ASCII and slashes escaped.
//   - The id in the response to an update is that of the row. Warehouse, item and lot identify a row, so an
//     update with another lot is about another row, and one without a lot about the row that has none. An
//     update that sends nothing else makes the row newer as well. An empty date clears it. Quantities have
//     three places and money two, rounded half up.
//   - The version of a warehouse's stock begins at 0. getOnhandVersion adds 1 and returns the sum; an updated
//     row gets the current version. setZeroOnhand takes any version, sets the rows with a lower one to 0 and
//     keeps their version. Its response has, as count, how many rows differed from 0 before. A sale at the till
//     keeps the version.
//   - available_quantity is the quantity less reservations, below zero, too.
//   - The other sections list things in the order in which they were added; count is their number. A thing that nobody has
//     the id of makes an empty list. Names that are "get only" count in the query only. The parameter pricelist is ignored.
//     A row of catalogue, group or customer is written with all its elements; those of Extra follow.
//   - Customers are matched by the digits of a telephone number and the whole e-mail address. Without a page a response has
//     all of them; a page behind the last one is empty.
//   - Both days of a period count, in Moscow's zone. A document counts by its Date, a transfer by its creation, and one
//     without a date always. days_limit is the number of days that was asked for, or 30; with dates there is none.
//
// # Other responses
//
// [Server.SetOnHandBefore] makes confirmations with a number that cannot be read, [Server.SetIgnoredFilters]
// rows that were not asked for, [Server.SetVersioning] other ways to count versions. [Server.SetCustomerCap] and
// [Server.SetPastTheEnd] are about pages of customers, [Server.SetDaysLimit] and [Server.SetInflowName] about documents.
// [Server.SetSection] makes up a section that has no type of its own. Faults change single
// responses: faults.HTML sends a page under 200, faults.PHPError and faults.Prefix add PHP's warnings,
// faults.Edit gives any element any other form.
package virtpostest

// Package virtpostest has an in-memory VirtualPOS for tests: a real HTTP server on 127.0.0.1 with warehouses, items and
// stock by lots.
//
//	func TestStockOut(t *testing.T) {
//		srv := virtpostest.NewServer(t)
//		srv.AddWarehouses(virtpostest.Warehouse{ID: 1, Name: "Магазин 1"})
//		srv.AddItems(virtpostest.Item{ID: 8, ExternalID: "0000-17"}, virtpostest.Item{ID: 9})
//		srv.SetStock(virtpostest.Row{WarehouseID: 1, ItemID: 9, Quantity: shelfwire.NewDecimal(3)})
//		srv.Fail(faults.DropResponse().On("Store.UpdateOnHand")) // the quantity is set, the answer lost
//
//		replaceStock(srv.Client(nil)) // the code under test, with 20 of item 0000-17
//
//		if n := srv.Zeroings(1); n != 1 {
//			t.Errorf("%d zeroings, want 1", n)
//		}
//		for _, row := range srv.Stock(1) {
//			t.Log(row.ItemID, row.LotNumber, row.Quantity) // 9 0.000, 8 20.000
//		}
//	}
//
// State goes in and comes out by methods, failures by package faults. Operations are named as in shelfwire.Error.Op:
// Store.All, Store.UpdateOnHand, Store.OnHandVersion and Store.ZeroOutdated. The server does not see that a Get or a
// ReplaceOnHand is one: the first comes as Store.All, the second as the other three.
//
// # What it does like VirtualPOS
//
// It serves the four calls of the vendor's guide, "API :: Store. Получение данных об остатках товара", as GET and as
// POST, and answers with the same elements in the same order, in XML or JSON. Parameters that the guide marks as "get
// only" count in the query and nowhere else, the others in the query or in a form. Internal ids win over external
// ones. Each lot of an item has a row of its own. A response has success, and where that is 0, info.
//
// An update sets quantities, and nothing that was not sent. It adds the row where there is none. Zeroing goes by the
// version of the stock: what was updated after getOnhandVersion keeps its quantity, everything else in that warehouse
// is set to 0.
//
// # Time
//
// A client of the server spends no real time on waits between its attempts, whatever its options and the responses
// ask for: back-off, Retry-After, a hold of the client. Client and server share a clock that runs like real time
// and skips to the end of the shortest wait when all calls under way wait. A deadline of a context counts what its
// call has skipped, so that a call fails for want of time where it would with the provider. Real time is taken by a
// Limiter in the options, Options.StallTimeout, faults.Delay and [Server.Latency].
//
// # What it makes up
//
// The guide leaves much open. Where the server must do something, this is what it does; do not take it for a promise of
// the provider:
//
//   - Failed calls have the status 200, success 0, and an info in English. They are: a
//     missing or wrong key, a format that is neither xml nor json, a warehouse or an item that there is not, also
//     in a read, an id or a version that is no whole number, a quantity or cost that is negative, empty or no
//     plain number, and a day that is not YYYY-MM-DD. Nothing changes then. Only an address that there is not has
//     the status 404, another verb 405.
//   - Without a format the response is XML. A parameter in both places counts as the body has it. A body that is not
//     said to be a form has no parameters. An empty id, filter or version is none.
//   - A read shows all warehouses that it asks for, in the order in which they were added, also without rows. The
//     count beside them is theirs, and that of a warehouse the count of its rows. Articles and names must match as
//     a whole, case included; the lists of further prices come with optionalprices, as prices; expdate is
//     YYYY-MM-DD. Unknown fields are passed over. What there is not is an empty element.
//   - In JSON it is what PHP's json_encode makes of the same data: texts for numbers, arrays for lists, null for
//     numbers that there are not, letters beyond ASCII and slashes escaped.
//   - The id in the response to an update is that of the row. A row is known by warehouse, item and lot, so an update
//     with another lot is about another row, and without a lot about the row that has none. An update that sends
//     nothing else makes the row newer all the same. An empty date clears it. Quantities have three places and
//     money two, rounded half up.
//   - The version of a warehouse's stock begins at 0. getOnhandVersion adds 1 and returns the sum; an updated row
//     gets the version of that moment. setZeroOnhand takes any version, sets the rows with a lower one to 0 and
//     leaves their version as it is. Its response has, as count, how many rows were not 0 before. A sale at the till
//     changes no version.
//   - available_quantity is the quantity less what is reserved, below zero, too.
//
// # How else it can answer
//
// [Server.SetOnHandBefore] is for a confirmation with a number that cannot be read, and [Server.SetIgnoredFilters] for
// rows that were not asked for. Single responses are changed by faults: a page under 200 by faults.HTML, PHP's words by
// faults.PHPError and faults.Prefix, any other form of any element by faults.Edit.
package virtpostest

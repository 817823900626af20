// Package resicotest has an in-memory Resico for tests: a real HTTP server on 127.0.0.1 with products,
// customers and sales invoices.
//
//	func TestOrder(t *testing.T) {
//		srv := resicotest.NewServer(t)
//		srv.AddProducts(resicotest.Product{Product: resico.Product{SKU: "BOWL", Name: "Bowl", VAT: "A"}})
//		srv.AddCustomers(resico.NewCustomer{Code: "C-1", Email: "orders@example.com"})
//		srv.Fail(faults.DropResponse().On("Invoices.AddLine").Skip(1)) // the second line is added, its response lost
//
//		submit(srv.Client(nil), order) // the code under test
//
//		if n := len(srv.Invoices()[0].Lines); n != 2 {
//			t.Errorf("%d lines, want 2", n)
//		}
//	}
//
// Methods set and return the state; package faults makes calls fail. Operations are named as in
// shelfwire.Error.Op: Products.List (for Products.Get, too), Products.Balance, Customers.Create,
// Customers.Update, Invoices.Create and Invoices.AddLine.
//
// # What it does like Resico
//
// It serves the seven examples of the vendor's guide, "Resico DATA API izmantošana klasiskai e-veikala
// integrācijas izveidei". Responses have the same members in the same order: envelope, twelve members of a
// paginator, rows, customers, invoices, lines. Pages beyond the last one are empty, an empty list has one
// page, a page below 1 is page 1. The URLs of other pages hold limit and page only, so following them loses
// order, fields and filter, as in the guide. Unknown members of a body are ignored and named in a warning. A
// price includes VAT: Amount is the net, ActualAmount the gross amount after the discount, both rounded half
// up to two decimals.
//
// SetBlankBalance, SetIgnoreFilter and SetHidden turn on what real servers of this kind do beyond the guide.
// For other things, such as quoted numbers or another form of a date, faults.Edit rewrites a response.
//
// # Time
//
// A client of the server spends no real time on waits between its attempts, even if its options or the
// responses ask for them: back-off, Retry-After, a hold of the client. Client and server share a clock that
// runs like real time and skips to the end of the shortest wait when all calls under way wait. A deadline of
// a context counts what its call has skipped, so that a call exceeds it where it would with the provider.
// Real time is taken by a Limiter in the options, Options.StallTimeout, faults.Delay and [Server.SetLatency].
// [Server.SetClock] gives the server a clock of its own, independent of the waits of clients.
//
// # What it makes up
//
// The guide shows no failing call and leaves much open. There the server behaves as follows; the provider may
// differ:
//
//   - Errors are envelopes, {"status": "error", "message": …, "errors": {field: [problem, …]}}. 404: unknown
//     SKU, customer or invoice. 415: a Content-Type other than JSON. 400: a body other than a JSON object.
//     422: invalid input. Errors that Laravel returns before the application gets the request lack the
//     status: 401, a key is wrong or missing; 404, unknown URL; 405, another verb.
//   - The only filter of times is ">" and a time to the second, compared as text in the server's zone; other
//     values of Updated are rejected with 422, and so is an unknown field in order or return. Orders take any
//     field, and Updated. Filters by other fields are unknown members of the body.
//   - The default order is by SKU, ascending, the default limit 100. Fields that a product lacks are left out
//     of its row.
//   - A change of stock counts as a change of the product. A missing quantity in BalanceDetailed is 0;
//     balance, expected and raw_total_balance are the quantity on hand.
//   - A customer with an e-mail or a telephone number of another one, or with a Code that is taken, is
//     rejected with 422. An empty Code is replaced by a number. Members that an update leaves out keep their
//     values.
//   - Invoices are numbered from 1. A LocationCode must be known, by AddLocations or from a balance. The end
//     of a shipment is dropped unless ShipmentAsPeriod is set, which is how the guide's example can be read.
//     The entries of VAT in the totals stay empty.
//   - A line needs a known SKU and a VAT code with a rate; the default is the code of its product. "A" is 21
//     %.
package resicotest

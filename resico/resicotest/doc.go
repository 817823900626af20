// Package resicotest has an in-memory Resico for tests: a real HTTP server on 127.0.0.1 with products, customers
// and sales invoices.
//
//	func TestOrder(t *testing.T) {
//		srv := resicotest.NewServer(t)
//		srv.AddProducts(resicotest.Product{Product: resico.Product{SKU: "BOWL", Name: "Bowl", VAT: "A"}})
//		srv.AddCustomers(resico.NewCustomer{Code: "C-1", Email: "orders@example.com"})
//		srv.Fail(faults.DropResponse().On("Invoices.AddLine").Skip(1)) // the second line is added, the answer lost
//
//		submit(srv.Client(nil), order) // the code under test
//
//		if n := len(srv.Invoices()[0].Lines); n != 2 {
//			t.Errorf("%d lines, want 2", n)
//		}
//	}
//
// State goes in and comes out by methods, failures by package faults. Operations are named as in
// shelfwire.Error.Op: Products.List, Products.Balance, Customers.Create, Customers.Update, Invoices.Create and
// Invoices.AddLine.
//
// # What it does like Resico
//
// It serves the seven examples of the vendor's guide, "Resico DATA API izmantošana klasiskai e-veikala integrācijas
// izveidei", and answers with the same members in the same order: envelope, twelve members of a paginator,
// rows, customers, invoices, lines. Pages beyond the last one are empty, an empty list has one page, a page below
// 1 is page 1. The addresses of other pages hold limit and page only, so following them loses order, fields and
// filter, as in the guide. Members of a body that the server does not know are ignored and named in a warning.
// A price includes VAT: Amount is the net, ActualAmount the gross amount after the discount, both rounded half up
// to two decimals.
//
// What real servers of this kind do and the guide does not show is set by SetBlankBalance, SetIgnoreFilter and SetHidden;
// for anything else, such as quoted numbers or another form of a date, faults.Edit rewrites a response.
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
// The guide shows no failing call and leaves much open. Where the server must do something, this is what it
// does; do not take it for a promise of the provider:
//
//   - Errors are envelopes, {"status": "error", "message": …, "errors": {field: [problem, …]}}. 404: no such SKU,
//     customer or invoice. 415: a body that is not said to be JSON. 400: a body that is no JSON object. 422: input that
//     cannot be right. What Laravel answers before the application gets the request has no status: 401, a key is wrong
//     or missing; 404, no such address; 405, another verb.
//   - The only filter of times is ">" and a time to the second, compared as text in the server's zone; anything
//     else in Updated is rejected with 422, and so is a field that there is not in order or return. Orders take
//     any field, and Updated. Filters by other fields are unknown members of the body.
//   - Without order, products come by SKU, ascending; without limit, 100 at a time. Fields that a product does not
//     have are left out of its row.
//   - A change of stock counts as a change of the product. A quantity in BalanceDetailed that was not given is 0;
//     balance, expected and raw_total_balance are the quantity on hand.
//   - A customer with an e-mail or a telephone number of another one, or with a Code that is taken, is rejected with
//     422. One without a Code gets a number for one. Members that an update leaves out keep their values.
//   - Invoices are numbered from 1. A LocationCode must be known, by AddLocations or from a balance. The end of a
//     shipment is dropped unless ShipmentAsPeriod is set, which is how the guide's example can be read. The entries
//     of VAT in the totals stay empty.
//   - A line needs a known SKU, and a VAT code with a rate, by default that of its product. Code "A" is 21 %.
package resicotest

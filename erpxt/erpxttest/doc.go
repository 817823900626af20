// Package erpxttest has an in-memory ERP XT for tests: a real HTTP server on 127.0.0.1 with product cards and
// access tokens.
//
//	func TestPriceList(t *testing.T) {
//		srv := erpxttest.NewServer(t)
//		srv.AddProducts(erpxt.Product{Name: "Kubek", SaleGrossPrice: gross("24.99")})
//		srv.ClearTokens()                                 // the client must fetch another one
//		srv.Fail(faults.DropResponse().On("Products.Replace")) // the price is changed, the answer lost
//
//		raisePrices(srv.Client(nil)) // the code under test, by 5 %
//
//		if got := srv.Products()[0].SaleGrossPrice.String(); got != "26.24" {
//			t.Errorf("price %s, want 26.24", got)
//		}
//	}
//
// State goes in and comes out by methods, failures by package faults. Operations are named as in
// shelfwire.Error.Op: Token, Products.List, Products.Get, Products.Create, Products.Replace and Products.Delete.
// The server does not see that an Edit is one: it comes as Products.Get and Products.Replace.
//
// # What it does like ERP XT
//
// It serves the calls of the vendor's guide, "API – Produkty", and answers with the same members in the same
// order. A list is a bare array, the answer to a new product its bare id; changing and deleting are answered with
// 204 and no body. An unknown id is a 400 with the code EntityNotFoundException. Where one price is given, the
// other one follows from the rate of VAT; where both are given, the gross price follows from the net price. A new
// product without a code gets one, such as "P/000001". A product with stock control cannot be deleted.
//
// Changing a product overwrites what the request leaves out: texts become empty, also the code, prices 0, and
// members that the guide does not name disappear. Only stock and type stay, which are no parameters of the call.
// When they are sent all the same, they are taken, so that a client that writes back an old stock does not go
// unnoticed.
//
// The options $filter, $orderby, $skip and $top are carried out: eq, ne, gt, ge, lt, le, and, or, not,
// parentheses, null, texts with doubled quotes, exact numbers and datetime'2024-06-05'. The precedence is OData's:
// "not" binds tightest, then gt, ge, lt and le, then eq and ne, then "and", then "or". What does not parse, or
// compares a text with a number, is rejected with a message that names it and its place, counted in bytes from 0.
//
// Tokens come from POST /token for the credentials as HTTP Basic, and live for 10 minutes by the server's clock. A
// call without a living one is answered with 401.
//
// # What others do
//
// Responses in other forms than the documented ones are met in the field: [Server.SetOddForm] is for a member of a
// product, faults.Edit for anything else, such as the id of a new product in an object or in quotes, and faults.HTML(200),
// faults.JSON and faults.PHPError for what is not the provider's at all.
//
// # Time
//
// A client of the server spends no real time on waits between its attempts, whatever its options and the responses
// ask for: back-off, Retry-After, a hold of the client or of its tokens. Client and server share a clock that runs
// like real time and skips to the end of the shortest wait when all calls under way wait. A deadline of a context
// counts what its call has skipped, so that a call fails for want of time where it would with the provider. Real
// time is taken by a Limiter in the options, Options.StallTimeout, faults.Delay and [Server.Latency].
// [Server.SetClock] gives the server a clock of its own, which the waits of clients do not move.
//
// # What it makes up
//
// The guide leaves much open. Where the server must do something, this is what it does; do not take it for a
// promise of the provider:
//
//   - Errors have the form {"Message": …, "Data": …, "Code": …}, Data only where there is something to say. 400 with
//     "ModelState": members of a body that are missing or cannot be right, among them a negative price and an unknown
//     rate. 400 with the code ODataException: an option of a list, also one beyond those four. 400 with the code
//     InvalidOperationException: deleting a product with stock control. 400 with the code JsonReaderException: a body
//     that is no JSON object. Errors that package faults puts in have the code ApplicationException.
//   - What the provider's framework says by itself has no code: 401, no living token; 404, no such address, which is
//     [RouterNotFound]; 405, another verb; 415, a body that is not said to be JSON. Errors of /token have the form of
//     OAuth 2.0.
//   - A token stays valid when another one is given out. A client replaces rejected tokens only a few times in a
//     row, so a test must not revoke them again and again.
//   - The provider documents no functions in filters. For tests of an erpxt.RawFilter the server has those of OData that
//     look for a part of a text, also with "eq true": substringof('x',Name) of OData 2 and 3, contains(Name,'x') of OData
//     4, and startswith, endswith, tolower and toupper of both. That a test passes does not mean that the provider knows
//     them. Any other function is rejected.
//   - Texts are compared byte by byte, also by functions. Nothing is greater or less than null, and null comes first in an order.
//     Members that are not documented cannot be filtered by; no documented one is a date.
//   - Without $orderby, and among equals, products come by Id, ascending. Without $top the list is whole.
//     [Server.SetMaxPageSize] caps it without a word.
//   - Prices are rounded half up to two places; fewer places stay as they were sent. A product without prices
//     costs 0. Rates without a percentage are no VAT.
//   - A new product is a service without stock. Members that are no parameters are ignored when a product is
//     created. Two products may have the same code. The ids of deleted products are not used again.
package erpxttest

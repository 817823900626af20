// Package erpxttest has an in-memory ERP XT for tests: a real HTTP server on 127.0.0.1 with product cards and
// access tokens.
//
//	func TestPriceList(t *testing.T) {
//		srv := erpxttest.NewServer(t)
//		srv.AddProducts(erpxt.Product{Name: "Kubek", SaleGrossPrice: gross("24.99")})
//		srv.ClearTokens()                                      // the client must fetch another one
//		srv.Fail(faults.DropResponse().On("Products.Replace")) // the price is changed, the response lost
//
//		raisePrices(srv.Client(nil)) // the code under test, by 5 %
//
//		if got := srv.Products()[0].SaleGrossPrice.String(); got != "26.24" {
//			t.Errorf("price %s, want 26.24", got)
//		}
//	}
//
// Methods of [Server] set and read its state; package faults makes calls fail. Operations are named as in
// shelfwire.Error.Op: Token, Products.List, Products.Get, Products.Create, Products.Replace and Products.Delete.
// An Edit reaches the server as Products.Get and Products.Replace.
//
// # What it does like ERP XT
//
// It serves the calls of the vendor's guide "API – Produkty", and its responses have the same members in the same
// order. The response to a list is a bare array, that to a new product its bare id, and that to a change or a
// deletion 204 with an empty body. An unknown id is a 400 with the code EntityNotFoundException. When one price is
// set, the other one follows from the rate of VAT; when both are set, the gross price follows from the net price. A
// new product without a code gets one, such as "P/000001". A product with stock control cannot be deleted.
//
// Changing a product overwrites what the request leaves out: texts become empty, the code included, prices 0, and
// members that the guide does not name disappear. Only stock and type stay, since they are no parameters of the call.
// When they are sent all the same, they are stored, so that a test notices a client that writes back an old stock.
//
// The options $filter, $orderby, $skip and $top are carried out: eq, ne, gt, ge, lt, le, and, or, not, parentheses,
// null, texts with doubled quotes, exact numbers and datetime'2024-06-05'. The precedence is OData's: "not" binds
// tightest, then gt, ge, lt and le, then eq and ne, then "and", then "or". A malformed filter, or one that compares a
// text with a number, is rejected with a message that names the problem and its place, counted in bytes from 0.
//
// Tokens come from POST /token for the credentials as HTTP Basic, and live for 10 minutes by the server's clock. A
// call without a living one gets a 401.
//
// # Responses in other forms
//
// Responses in other forms than the documented ones are met in the field. [Server.SetOddForm] is for a member of a
// product. faults.Edit is for any other response, such as the id of a new product in an object or in quotes, and
// faults.HTML(200), faults.JSON and faults.PHPError for one of foreign origin.
//
// # Time
//
// A client of the server spends no real time on waits between its attempts, under any options and responses:
// back-off, Retry-After, a hold of the client or of its tokens. Client and server share a clock that runs like real
// time and skips to the end of the shortest wait when all calls under way wait. A deadline of a context counts the
// time that its call has skipped, so that a call runs out of time where it would with the provider. Real time is
// taken by a Limiter in the options, Options.StallTimeout, faults.Delay and [Server.SetLatency]. [Server.SetClock]
// gives the server a clock of its own, which the waits of clients do not move.
//
// # What it makes up
//
// The guide leaves much open. Where the server must decide, it does the following; the provider may act
// otherwise:
//
//   - Errors have the form {"Message": …, "Data": …, "Code": …}, Data only where there are details. 400 with "ModelState":
//     members of a body that are missing or cannot be right, among them a negative price and an unknown rate. 400 with the
//     code ODataException: an option of a list, also one beyond those four. 400 with the code InvalidOperationException:
//     deleting a product with stock control. 400 with the code JsonReaderException: a body that is not a JSON object.
//     Errors of package faults have the code ApplicationException.
//   - Errors of the provider's framework have no code: 401 for a call without a living token; 404 for an unknown path, see
//     [RouterNotFound]; 405 for another method; 415 for a body of another content type than JSON. Errors of /token have
//     the form of OAuth 2.0.
//   - A token stays valid when another one is issued. A client replaces rejected tokens only a few times in a
//     row, so a test should clear them once.
//   - The provider documents no functions in filters. For tests of an erpxt.RawFilter the server has those of OData that
//     look for a part of a text, also with "eq true": substringof('x',Name) of OData 2 and 3, contains(Name,'x') of OData
//     4, and startswith, endswith, tolower and toupper of both. Whether the provider knows them is
//     undocumented. Any other function is rejected.
//   - Texts are compared byte by byte, also by functions. Nothing is greater or less than null, and null comes first in an
//     order. Filters know the documented members only, none of which is a date.
//   - Without $orderby, and among equals, products come by Id, ascending. Without $top the list is whole;
//     [Server.SetMaxPageSize] caps it, and the response does not say so.
//   - Prices are rounded half up to two places; fewer places stay as they were sent. A product without prices
//     costs 0. Rates without a percentage have no VAT.
//   - A new product is a service without stock. Members that are no parameters are ignored when a product is
//     created. Two products may have the same code. The ids of deleted products are not used again.
package erpxttest

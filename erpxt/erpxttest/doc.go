// Package erpxttest has an in-memory ERP XT for tests: a real HTTP server on 127.0.0.1 with product cards, customers,
// documents, payments and access tokens.
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
// Methods of [Server] set and read its state; package faults makes calls fail, and [Server.LandLater] carries one out
// after its caller has given up. Operations are named as in shelfwire.Error.Op:
//
//	Token
//	Products           List Get Create Replace Delete
//	Customers          List Get Create Replace Delete
//	PaymentTypes       List Get
//	BankAccounts       List Get
//	PrintTemplates     List
//	VATRates           List Countries
//	Invoices           List Get Create Replace Confirm Delete Print
//	Proformas          List Get Create Replace Delete Print
//	AdvanceInvoices    List Get Finalize Print
//	Corrections        List Get Draft Replace Confirm Delete Print
//	PurchaseInvoices   List Get
//	VATPurchases       List Get
//	Payments           List
//
// A call of the client that makes several requests reaches the server under the names of these requests. An Edit is a Get
// and a Replace; FindByMail, FindByNumber and the like are Lists; CreateOnce is Lists and a Create; a confirmation is a
// Get, a Confirm and another Get.
//
// # What it does like ERP XT
//
// It serves the calls of the vendor's articles. The response to a list is a bare array, that to a new record its bare id,
// that to a change or a deletion 204 with an empty body, and that to a finalization the final invoice. An unknown id is a
// 400 with the code EntityNotFoundException, in a path, a body or a reference of a document.
//
// Changing a record overwrites what the request leaves out: texts become empty, codes 0, prices 0, ids null, lines and
// addresses are gone, and members that the articles do not name disappear, at every level. A line or an address without
// its id is a new one. Members that are sent back stay.
//
// Of products: when one price is set, the other one follows from the rate of VAT; when both are set, the gross price
// follows from the net price. A new product without a code gets one, such as "P/000001", as a customer gets "K/000001". A
// product with stock control cannot be deleted. Only stock and type stay when a product is changed, since they are no
// parameters of the call. When they are sent all the same, they are stored, so that a test notices a client that writes
// back an old stock.
//
// Of documents: a new invoice is a draft with a number such as "FS/20/6/1". Drafts can be changed, deleted and confirmed;
// confirmed documents cannot. A missing IssueDate or SalesDate is today in Poland, by the server's clock, and a missing
// PaymentDeadline follows from the type of payment. Prices are net or gross by the InvoiceType, and the server works out the
// totals. A PaymentStatus of 2, partly paid, is read only: see [Server.SetPaymentStatus]. What a person does in the
// application, a test does by methods: [Server.ConfirmInvoice], [Server.ConvertProforma]. Days are sent as midnight in
// Poland, with the offset of the season, and are read with or without a time.
//
// The options $filter, $orderby, $skip, $top and $fts are carried out on every list of records: eq, ne, gt, ge, lt, le,
// and, or, not, parentheses, null, true, false, texts with doubled quotes, exact numbers and datetime'2024-06-05'. The
// precedence is OData's: "not" binds tightest, then gt, ge, lt and le, then eq and ne, then "and", then "or". A malformed
// filter, or one that compares a text with a number, is rejected with a message that names the problem and its place,
// counted in bytes from 0.
//
// Tokens come from POST /token for the credentials as HTTP Basic, and live for 10 minutes by the server's clock. A
// call without a living one gets a 401.
//
// # Responses in other forms
//
// Responses in other forms than the documented ones are met in the field. [Server.SetOddForm] is for a member of a
// product, [Server.SetOddFormOf] for one of any record, its lines and nested objects included. A record that was read from
// JSON brings its unknown members along into the server, at every level.
// faults.Edit is for any other response, such as the id of a new product in an object or in quotes, and
// faults.HTML(200), faults.JSON and faults.PHPError for one of foreign origin.
//
// What the articles leave open can be set either way: [Server.SetPrintForm], [Server.SetConfirmBody],
// [Server.SetMergeLines], [Server.SetSingleList].
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
// The articles leave much open. Where the server must decide, it does the following; the provider may act
// otherwise:
//
//   - Errors have the form {"Message": …, "Data": …, "Code": …}, Data only where there are details. 400 with "ModelState":
//     members of a body that are missing or cannot be right, such as Items[2].Quantity. 400 with the
//     code ODataException: an option of a list, also one beyond those five. 400 with the code InvalidOperationException:
//     what the state of a record forbids. 400 with the code JsonReaderException: a body that is not a JSON object.
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
//     order. Filters know every documented member that holds a single value, also those beyond the examples of the
//     vendor. Of a date they compare the day.
//   - $fts finds a part of a text in any capitals: of the description, the number and the names of the parties of a
//     document; of the name, description and code of a product; of the name, tax number, code and e-mail address of a
//     customer; of the document number and the names of a payment.
//   - Without $orderby, and among equals, records come by id, ascending. Without $top the list is whole;
//     [Server.SetMaxPageSize] caps it, and the response does not say so.
//   - Prices are rounded half up to two places; fewer places stay as they were sent. A product without prices
//     costs 0. Rates without a percentage have no VAT.
//   - A new product is a service without stock. Members that are no parameters are ignored when a record is
//     created, but for an Id of a new customer or document, and members that the server sets. Two records may have the same
//     code. The ids of deleted records are not used again.
//   - Members of a document that the server sets (Number, Status, parties, totals and so on) are rejected in a body, so that
//     a test notices a client that sends what it must not. A correction takes and ignores them: no article lists what can be
//     written of it.
//   - A line is worth its quantity times its price, rounded half up to two places. Its VAT is worked out from that value
//     and rounded likewise, and the totals are the sums of the lines. The rate is that of the product or, under the OSS
//     procedure, that of VatRateId. Totals in PLN are those in the currency at the document's rate, which is 1 for documents
//     of calls.
//   - A line needs a product, a quantity above 0 and a price. Under the OSS procedure each line needs a VatRateId, and the
//     document one of the 28 countries and a customer with the status OSS.
//   - Numbers count from 1 in each month of issue, and the number of a deleted draft is not used again: FS for invoices, PF
//     for pro forma ones, FZ for advance invoices, FK for corrections.
//   - Parties, products and accounts stand on a document as they were when it was last written.
//   - A customer of the status 1, 3 or 10 needs a country. Customers and products on a document cannot be deleted.
//   - A final invoice has the lines of the advance invoice; what was paid in advance is left in its total. A draft of an
//     advance invoice, or one that has its final invoice, cannot be finalized. [Server.LinkAdvanceInvoices] says which are of
//     one deal.
//   - A correction begins with the lines of its confirmed invoice, and may leave 0 of a line.
//   - A print is a PDF of one page with number, parties, total and template, in a JSON text.
//   - Invoices are at the versions v1.4, v1.5 and v1.7, corrections at v1.4 and v1.5, in one and the same form.
package erpxttest

// Package erpxt is a client for the public API of Comarch ERP XT, an ERP from Poland that is also sold as Comarch
// Betterfly: product cards, customers, invoices and other documents, prints and payments, with typed filters.
//
//	cred := erpxt.Credentials{ClientID: shelfwire.NewSecret(id), ClientSecret: shelfwire.NewSecret(secret)}
//	client, err := erpxt.New(cred, nil)
//	if err != nil {
//		return err
//	}
//	cheap := erpxt.ProductSaleGrossPrice.Lt(shelfwire.MustDecimal("10"))
//	for product, err := range client.Products.All(ctx, erpxt.ProductQuery{Filter: cheap}) {
//		if err != nil {
//			return err
//		}
//		fmt.Println(product.ProductCode, product.Name, product.SaleGrossPrice)
//	}
//
// The calls serve the vendor's articles, such as the guide "API – Produkty",
// https://pomoc.erpxt.pl/dokumentacja/api-produkty/; each service names its own. Where they are silent, the
// doc comments here say so; a remark such as (probe: erpxt/large-top) names the row under which the program
// examples/probe of this module asks a real server about it.
//
// # What there is
//
// A resource is a field of [Client]. List reads one page, All and Pages walk through everything, Get reads one record;
// [Query] says what to read, for all of them.
//
//	Products          /products                  all, Create, Edit, Replace, Delete
//	Customers         /v1.2/customers            all, Find, FindByMail, FindByTaxNumber,
//	                                             Create, FindOrCreate, Edit, Delete
//	Invoices          /v1.4/invoices             all, FindByNumber, FindByDescription, Print,
//	                                             Create, CreateOnce, Edit, Confirm, Delete
//	Proformas         /v1.4/proformas            as Invoices, without Confirm
//	AdvanceInvoices   /v1.4/advanceInvoices      all, Print, Finalize (at v1.2)
//	Corrections       /v1.4/correctiveinvoices   all, Print; Draft, Edit, Confirm, Delete (at v1.5)
//	PurchaseInvoices  /v1.4/purchaseinvoices     all
//	VATPurchases      /v1.4/vatpurchasebooks     all
//	Payments          /v1.4/paymentdetails       List, All, Pages
//	PaymentTypes      /paymenttypes              all
//	BankAccounts      /bankaccounts              all
//	VATRates          /v1.2/vatrates             List, Countries
//	PrintTemplates    /customprints              List
//
// Each resource has a version of its own; [InvoicesService.At] and [CorrectionsService.At] move those two to a later one.
//
// Left out, since how it is called is not documented well enough: creating and changing advance invoices, payment types
// and bank accounts, the status of payments and of confirmed documents, invoices of VAT on a margin, corrections of
// advance invoices, deleting pro forma invoices in bulk, and the options $select and $count. Filters on flags go by
// [RawFilter]. [Invoice.Member] and its like give the members that have no field here.
//
// # Invoices
//
// An invoice is created as a draft, checked, confirmed and printed. The example of [InvoicesService.Confirm] shows all of
// it:
//
//   - [CustomersService.FindOrCreate] returns the customer's card;
//   - [InvoicesService.CreateOnce] creates the draft, at most once, and finds it by its Description otherwise. When its
//     outcome is unknown, the request may still arrive: wait for ten minutes, look, and only then call it again;
//   - [InvoicesService.Confirm] shows the draft with the server's own totals to the caller, confirms it, and returns
//     when the server shows it as confirmed. It may be called again at any time;
//   - [InvoicesService.Print] returns the PDF;
//   - Invoice.PaymentStatus says later whether it was paid: no member of a [Payment] does.
//
// DANGER: since 2026 Polish companies issue invoices through the national e-invoice system, KSeF. In a company that is
// connected to it, Confirm may send the invoice to the tax authority, and then it can only be corrected. Whether it does,
// and which members have its number and state there, is undocumented. A PDF that is printed before the number is there
// may not be the invoice.
//
// An edit reads a record, and writes all of it back: what this package does not know, also in lines and addresses, goes
// back as it came, and the server's own members are never sent. An edit that adds a line is a write, any other one is
// repeated after a lost response. The lines are compared with those that the server shows afterwards.
//
// # Rules
//
// Retries, limits, time-outs and secrets are as package shelfwire describes them. The provider's limit is
// undocumented (probe: erpxt/rate-headers): unless Options.Limiter is set, a client makes 4 calls a second in
// bursts of up to 8. Token requests skip this queue and Options.Limiter; there is at most one a second in
// bursts of up to 3, unless Options.Limiter is shelfwire.Unlimited.
//
// The base URL is that of the Polish edition unless Options.BaseURL is set: see [BaseURLGermany] and
// [BaseURLBetterfly].
//
// Reads, Replace, Edit, Confirm and Delete are repeated after a lost response. Create, Finalize and Draft are repeated
// only after an attempt that certainly created nothing, since the provider has no idempotency keys.
//
// A PUT overwrites the whole record, and resets the fields that it leaves out. Edit reads first and keeps everything.
//
// The provider numbers rates of VAT, statuses and types by codes of its own; all are texts here, such as [VATRate] and
// [InvoiceType]. A filter has the same meaning under every order of "and" and "or". In filters the provider
// documents comparisons only: see [TextField].
//
// Prices are exact. The server works one price of a product out from the other and the rate of VAT; when both are
// set, it takes the net one.
//
// # Tokens
//
// The token request is documented by the help of the German edition, https://hilfe.erpxt.de/?p=4217: HTTP
// Basic, grant type client_credentials, a lifetime of 10 minutes (probe: erpxt/token-members,
// erpxt/token-lifetime).
//
// A client fetches an access token with its first call, and all its calls share it. The first call that finds
// the token in its last minute (or in the second half of its lifetime, when that is shorter) starts the
// renewal, and calls use the old token meanwhile (probe: erpxt/older-token). When the server rejects a token,
// the token is replaced at once and the call is repeated once. A response of the endpoint without a token is
// asked for once more. All calls that wait for a token share one fetch, and each waits as long as its own
// context lasts.
//
// A call fails before it is sent when it gets no token. Its error wraps that of the call "Token", and matches
// shelfwire.ErrUnauthorized when the endpoint rejects the credentials. A failure is remembered for a second at first
// and for up to 30 seconds later; meanwhile calls fail at once with the same error.
//
// # Responses
//
// A status of success counts only with the provider's own body: an object with the id asked for, a list, the id of a
// new record, a PDF, or an empty body after PUT and DELETE. Any other body under such a status, such as a login page or
// null, matches shelfwire.ErrMalformed and leaves the outcome of a write unknown; every call that may be repeated is then
// repeated once.
//
// A record must have an id. Any other member that cannot be read for certain leaves its field zero
// (probe: erpxt/readable): it is listed in Unread of its record, and by its place in that of the document
// ("Items[2].Quantity"), goes back as it came by Edit, and is logged by its name, once per call or walk. Days
// are read from their first ten characters: the provider's samples have a wrong offset in summer.
//
// # Errors
//
// For an unknown id the provider responds with 400 and the code EntityNotFoundException, which matches
// shelfwire.ErrNotFound (probe: erpxt/unknown-id). So does an empty 404, which is documented, for Get. The
// provider's text is the Message of the [shelfwire.Error], its Data or ModelState the Details. An error with
// a Message alone comes from the provider's framework or from a gateway, and leaves open whether a write was
// made.
//
// Package erpxttest has an in-memory ERP XT for tests.
package erpxt

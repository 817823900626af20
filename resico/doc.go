// Package resico is a client for the DATA API of Resico, an ERP from Latvia: products, stock balances,
// customers and sales invoices.
//
//	cred := resico.Credentials{ClientCode: shelfwire.NewSecret(code), ClientKey: shelfwire.NewSecret(key)}
//	client, err := resico.New(cred, nil)
//	if err != nil {
//		return err
//	}
//	for product, err := range client.Products.All(ctx, resico.ProductQuery{}) {
//		if err != nil {
//			return err
//		}
//		fmt.Println(product.SKU, product.Name, product.Price)
//	}
//
// The calls serve the four flows of the vendor's guide for web shops, "Resico DATA API izmantošana klasiskai
// e-veikala integrācijas izveidei": changed products in, balances in, customers out, orders out as sales
// invoices. Doc comments name the heading of the guide that a method serves, and say where the guide is
// silent. The guide refers to https://documenter.getpostman.com/view/3357754/TVmMfHKs for the API as a whole.
//
// # Rules
//
// Retries, limits, time-outs and secrets are as package shelfwire describes them. With Options.Limiter nil a
// client makes 2 calls a second in bursts of up to 5. The vendor documents no limit
// (probe: resico/rate-headers), and warns that clients which load the whole catalogue again and again may be
// blocked: use [ProductsService.ChangedSince].
//
// [CustomersService.Create], [InvoicesService.Create], [InvoicesService.AddLine] and the methods built on
// them are writes. The provider has neither an idempotency key nor a way to look a document up again, so a
// write is retried only when the request was never sent, or when the server responded with 429. When one
// fails, [shelfwire.OutcomeOf] says what is known; an invoice that got stuck half way comes back as a
// [*PartialInvoiceError].
//
// A response is a success when four things hold: a 2xx status, the member "status" with "ok" in any case of
// letters, the expected "type", and its payload. The form of a failing response is undocumented
// (probe: resico/envelope, resico/unknown-sku-balance). A response counts as the provider's rejection when
// its "status" is a word for failure, or when it is Laravel's form for rejected input under 400 or 422; its
// message is in the [shelfwire.Error]. Any other response matches shelfwire.ErrMalformed: reads and updates
// are then retried once, and the outcome of a write is unknown.
//
// A response must hold the key: the SKU of a product, the Code or ID of a customer, the ID of an invoice or a
// line. All other members are best effort (probe: resico/readable). One in an ambiguous form, such as "12,50"
// for a price, leaves its field zero and is listed in Unread of the record that it belongs to; the logger
// gets the names. [Changes.Gaps] lists the rows that could be read only in part. Request fields that the
// server ignored are in [Warning] and are logged.
//
// Times without a zone are read and written in Europe/Riga; see [Client.In]. Where the guide leaves a
// question open, the doc comments say so; a remark such as (probe: resico/odd-limit) names the row under
// which the program examples/probe of this module asks a real server about it.
//
// Package resicotest has an in-memory Resico for tests.
package resico

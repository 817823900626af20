// Package resico is a client for the DATA API of Resico, an ERP from Latvia: products, stock balances, customers
// and sales invoices.
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
// e-veikala integrācijas izveidei": changed products in, balances in, customers out, orders out as sales invoices.
// Where the guide is silent, the doc comments here say so.
//
// # Rules
//
// Retries, limits, time-outs and secrets are as package shelfwire describes them. Without Options.Limiter a
// client makes 2 calls a second in bursts of up to 5: no limit is documented, but the vendor warns that it may
// block, without notice, clients that load the whole catalogue again and again. Use [ProductsService.ChangedSince].
//
// [CustomersService.Create], [InvoicesService.Create], [InvoicesService.AddLine] and what builds on them are
// writes: the provider offers no idempotency key and no way to look a document up again, so they are repeated only
// when nothing was sent, or when the server answered 429. When one fails, [shelfwire.OutcomeOf] says what is
// known; an invoice that got stuck half way comes back as a [*PartialInvoiceError].
//
// Success is a success status, "status": "ok" in any case of letters, the expected "type" and its payload, all four. What
// a failing response looks like is not documented: one whose own status is a word for failure is taken for the provider's,
// and so is Laravel's form for rejected input under 400 and 422; whatever words it has are in the [shelfwire.Error].
// Anything else is not recognisably the provider's: it matches shelfwire.ErrMalformed, reads and updates are asked again
// once, and the outcome of a write is unknown.
//
// A response owes the key: the SKU of a product, the Code or ID of a customer, the ID of an invoice or a line. Everything
// beside it is best effort. A member in a form that cannot be read for certain, such as "12,50" for a price, leaves its
// field zero and stands in Unread of the thing that it belongs to; the logger gets the names. Rows of a list that could
// not be read whole are listed by [Changes.Gaps]. Fields that the server did not know are in [Warning] and are logged.
//
// Times without a zone are read and written in Europe/Riga; see [Client.In].
//
// Package resicotest has an in-memory Resico for tests.
package resico

// Package resico is a client for the DATA API of Resico, an ERP from Latvia: products, stock balances, customers
// and sales invoices.
//
//	client, err := resico.New(resico.Credentials{ClientCode: code, ClientKey: key}, nil)
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
// Success is a success status, "status": "ok", the expected "type" and its payload, all four. What a failing reply
// looks like is not documented; whatever words it has are in the [shelfwire.Error]. Fields that the server did not
// know are in [Warning] and are logged.
//
// Times without a zone are read and written in Europe/Riga; see [Client.In].
//
// Package resicotest has an in-memory Resico for tests.
package resico

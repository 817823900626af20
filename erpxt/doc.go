// Package erpxt is a client for the public API of Comarch ERP XT, an ERP from Poland that is also sold as Comarch
// Betterfly: product cards, with typed filters.
//
//	client, err := erpxt.New(erpxt.Credentials{ClientID: id, ClientSecret: secret}, nil)
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
// The calls serve the vendor's guide "API – Produkty", https://pomoc.erpxt.pl/dokumentacja/api-produkty/. Where the
// guide is silent, the doc comments here say so.
//
// # Rules
//
// Retries, limits, time-outs and secrets are as package shelfwire describes them. Without Options.Limiter a client
// makes 4 calls a second in bursts of up to 8, fetching tokens included: no limit is documented.
//
// The address is that of the Polish edition unless Options.BaseURL says otherwise: see [BaseURLGermany] and
// [BaseURLBetterfly].
//
// Reads, [ProductsService.Replace], [ProductsService.Edit] and [ProductsService.Delete] are repeated after a lost
// reply; [ProductsService.Create] is not, since the provider offers no idempotency key.
//
// A PUT overwrites the whole card, and resets what it leaves out. [ProductsService.Edit] reads first and keeps
// everything.
//
// Prices are exact. The server works one price of a product out from the other and the rate of VAT; given both, it
// takes the net one.
//
// # Tokens
//
// A client fetches an access token with its first call and shares it between all of them. It renews the token a minute
// before it ends (or at half of its time, when that is shorter), and at once when the server refuses it: that call goes
// out once more. However many calls wait for a token, there is one fetch, and each of them waits no longer than its own
// context. A call for which no token can be had sends nothing; its error holds that of the call "Token", and
// matches shelfwire.ErrUnauthorized when the endpoint does not accept the credentials. A failure is remembered for a
// second at first and up to 30 seconds later; meanwhile calls fail at once with the same error.
//
// # Errors
//
// The provider answers 400 with the code EntityNotFoundException for something that does not exist: it matches
// shelfwire.ErrNotFound, as a 404 does. Its words are in the Message of the [shelfwire.Error], its Data or ModelState
// in the Details.
//
// Package erpxttest has an in-memory ERP XT for tests.
package erpxt

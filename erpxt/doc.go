// Package erpxt is a client for the public API of Comarch ERP XT, an ERP from Poland that is also sold as Comarch
// Betterfly: product cards, with typed filters.
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
// The calls serve the vendor's guide "API – Produkty", https://pomoc.erpxt.pl/dokumentacja/api-produkty/. Where the
// guide is silent, the doc comments here say so.
//
// # Rules
//
// Retries, limits, time-outs and secrets are as package shelfwire describes them. Without Options.Limiter a client
// makes 4 calls a second in bursts of up to 8: no limit is documented. Tokens are fetched outside of this queue, and of
// Options.Limiter, at most one a second in bursts of up to 3, unless that is shelfwire.Unlimited.
//
// The address is that of the Polish edition unless Options.BaseURL says otherwise: see [BaseURLGermany] and
// [BaseURLBetterfly].
//
// Reads, [ProductsService.Replace], [ProductsService.Edit] and [ProductsService.Delete] are repeated after a lost
// response; [ProductsService.Create] is not, since the provider offers no idempotency key.
//
// A PUT overwrites the whole card, and resets what it leaves out. [ProductsService.Edit] reads first and keeps
// everything.
//
// The provider's codes for rates of VAT and types of products are no percentages and no numbers to count with, so both are
// texts here: [VATRate] and [ProductType]. A filter reads the same under every order of "and" and "or"; the provider
// documents comparisons in filters and no functions: see [TextField].
//
// Prices are exact. The server works one price of a product out from the other and the rate of VAT; given both, it
// takes the net one.
//
// # Tokens
//
// A client fetches an access token with its first call and shares it between all of them. The first call that finds the
// token in its last minute (or in the second half of its time, when that is shorter) begins to renew it, and the old one is
// used meanwhile. When the server rejects a token, it is replaced at once, and that call goes out once more. A response
// that is no token is asked for once more. However many calls wait for a token, there is one fetch, and each of them waits
// no longer than its own context. A call for which no token can be had sends nothing; its error holds that of the call
// "Token", and matches shelfwire.ErrUnauthorized when the endpoint does not accept the credentials. A failure is
// remembered for a second at first and up to 30 seconds later; meanwhile calls fail at once with the same error.
//
// # Responses
//
// A status proves nothing by itself. A call succeeded when the provider's own mark of success came: an object with the
// id asked for, a list, the id of a new product, an empty body after PUT and DELETE. Anything else under a status of
// success, such as a login page or null, matches shelfwire.ErrMalformed, leaves a write unknown, and is asked for once
// more by every call but Create.
//
// A product owes its id. A member in a form that cannot be read for certain costs its own field alone: it is shown in
// Product.Unread, goes back as it came by Edit, and is logged by its name, once per call or walk.
//
// # Errors
//
// The provider answers 400 with the code EntityNotFoundException for something that does not exist: it matches
// shelfwire.ErrNotFound, as its documented 404 does for [ProductsService.Get] when it is empty. Its words are in the
// Message of the [shelfwire.Error], its Data or ModelState in the Details. An error with neither a code nor a ModelState
// is not the provider's own: a Message alone comes from its framework or from somebody on the way, and does not say
// whether a write was made.
//
// Package erpxttest has an in-memory ERP XT for tests.
package erpxt

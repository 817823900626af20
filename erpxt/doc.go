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
// Retries, limits, time-outs and secrets are as package shelfwire describes them. The provider's limit is
// undocumented: unless Options.Limiter is set, a client makes 4 calls a second in bursts of up to 8. Token requests
// skip this queue and Options.Limiter; there is at most one a second in bursts of up to 3, unless Options.Limiter is
// shelfwire.Unlimited.
//
// The base URL is that of the Polish edition unless Options.BaseURL is set: see [BaseURLGermany] and
// [BaseURLBetterfly].
//
// Reads, [ProductsService.Replace], [ProductsService.Edit] and [ProductsService.Delete] are repeated after a lost
// response. [ProductsService.Create] is repeated only after an attempt that certainly created nothing, since the
// provider has no idempotency keys.
//
// A PUT overwrites the whole card, and resets the fields that it leaves out. [ProductsService.Edit] reads first and
// keeps everything.
//
// The provider numbers rates of VAT and types of products by codes of its own; both are texts here: [VATRate] and
// [ProductType]. A filter has the same meaning under every order of "and" and "or". In filters the provider
// documents comparisons only: see [TextField].
//
// Prices are exact. The server works one price of a product out from the other and the rate of VAT; when both are
// set, it takes the net one.
//
// # Tokens
//
// The token request is documented by the help of the German edition, https://hilfe.erpxt.de/?p=4217: HTTP Basic, grant
// type client_credentials, a lifetime of 10 minutes.
//
// A client fetches an access token with its first call, and all its calls share it. The first call that finds the
// token in its last minute (or in the second half of its lifetime, when that is shorter) starts the renewal, and
// calls use the old token meanwhile. When the server rejects a token, the token is replaced at once and the call is
// repeated once. A response of the endpoint without a token is asked for once more. All calls that wait for a token
// share one fetch, and each waits as long as its own context lasts.
//
// A call fails before it is sent when it gets no token. Its error wraps that of the call "Token", and matches
// shelfwire.ErrUnauthorized when the endpoint rejects the credentials. A failure is remembered for a second at first
// and for up to 30 seconds later; meanwhile calls fail at once with the same error.
//
// # Responses
//
// A status of success counts only with the provider's own body: an object with the id asked for, a list, the id of a
// new product, or an empty body after PUT and DELETE. Any other body under such a status, such as a login page or
// null, matches shelfwire.ErrMalformed and leaves the outcome of a write unknown; every call but Create is then
// repeated once.
//
// A product must have an id. Any other member that cannot be read for certain leaves its field zero: it is listed in
// Product.Unread, goes back as it came by Edit, and is logged by its name, once per call or walk.
//
// # Errors
//
// For an unknown id the provider responds with 400 and the code EntityNotFoundException, which matches
// shelfwire.ErrNotFound. So does an empty 404, which is documented, for [ProductsService.Get]. The provider's text is
// the Message of the [shelfwire.Error], its Data or ModelState the Details. An error with a Message
// alone comes from the provider's framework or from a gateway, and leaves open whether a write was made.
//
// Package erpxttest has an in-memory ERP XT for tests.
package erpxt

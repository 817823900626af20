// Package virtpos is a client for the store API of VirtualPOS, a system of tills and shops from Russia: the stock of every
// shop read, row by row while it arrives, set item by item, and replaced as a whole.
//
//	cred := virtpos.Credentials{APIKey: shelfwire.NewSecret(key)}
//	client, err := virtpos.New(virtpos.BaseURL("mycompany"), cred, nil)
//	if err != nil {
//		return err
//	}
//	query := virtpos.StoreQuery{InStockOnly: true, Fields: []virtpos.Field{virtpos.StockItemName}}
//	for row, err := range client.Store.All(ctx, query) {
//		if err != nil {
//			return err
//		}
//		fmt.Println(row.WarehouseName, row.ItemID, row.LotNumber, row.Name, row.Quantity)
//	}
//
// The calls serve the vendor's guide "API :: Store", https://wiki.virtualpos.ru/doc:dev:api:store. Where the guide is
// silent, the doc comments here say so.
//
// # Rules
//
// Retries, time-outs and secrets are as package shelfwire describes them. Without Options.Limiter a client makes 4 calls a
// second in bursts of up to 8: no limit is documented.
//
// Calls are POSTs with the key in the body, and with those parameters in the address that the guide marks as "get only",
// so that the key is in no address; [Client.WithKeyInQuery] is for a server that wants GETs. A call's effect does not
// hang on its method: [StoreService.All], [StoreService.List] and [StoreService.OnHandVersion] read,
// [StoreService.UpdateOnHand] sets values and is repeated after a lost response, and [StoreService.ZeroOutdated], which
// empties what it finds outdated, is a write that is sent once.
//
// A stock that is replaced is never emptied by accident: [StoreService.ReplaceOnHand] zeroes nothing unless every row
// before it was confirmed.
//
// Success is success 1 in the response, which may come as "1", 1.0 or true; a status alone proves nothing. Other words,
// whatever the status, are an error with the server's info, rejected where it says 0. What does not say success at all,
// such as a page, PHP's words, [] or nothing, is not recognisably VirtualPOS's: it matches shelfwire.ErrMalformed, leaves a
// write with shelfwire.OutcomeUnknown, and reads and updates are asked again once. The server documents no codes: a wrong
// key is told in words, so it matches neither shelfwire.ErrUnauthorized nor any other of the known errors unless the status
// does.
//
// Behind success 1 everything is best effort. A member in a form that cannot be read for certain, such as the quantity
// "1,700" or a number that comes twice, leaves its field zero and stands in Unread of the thing that it belongs to.
//
// # Formats
//
// Responses are read as XML, in UTF-8 or windows-1251 as the declaration or Content-Type says, or as JSON, whichever comes.
// The vendor shows no JSON at all: lists are taken as arrays, as objects keyed by id and as wrappers such as
// {"item": …}, numbers also as texts, and "", null, [] and {} for a member without a value. An empty list is <items/> or [].
// The same stock gives the same values in both. Nor does the vendor show the responses of getOnhandVersion and
// setZeroOnhand; they are read as the methods say.
//
// Reading streams: memory does not grow with the stock. A row is a lot, so an item can have several.
//
// Package virtpostest has an in-memory VirtualPOS for tests.
package virtpos

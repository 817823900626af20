// Package virtpos is a client for the store API of VirtualPOS, a system of tills and shops from Russia: the stock of every
// shop read, row by row while it arrives, set item by item, and replaced as a whole.
//
//	client, err := virtpos.New(virtpos.CompanyURL("mycompany"), virtpos.Credentials{APIKey: key}, nil)
//	if err != nil {
//		return err
//	}
//	query := virtpos.StoreQuery{InStockOnly: true, Fields: []virtpos.Field{virtpos.FieldItemName}}
//	for row, err := range client.Store.Items(ctx, query) {
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
// so that the key is in no address; [Credentials].KeyInQuery is for a server that wants GETs. A call's effect does not
// hang on its method: [StoreService.Items], [StoreService.Get] and [StoreService.OnHandVersion] read,
// [StoreService.UpdateOnHand] sets values and is repeated after a lost reply, and [StoreService.ZeroOutdated], which
// empties what it finds outdated, is a write that is sent once.
//
// A stock that is replaced is never emptied by accident: [StoreService.ReplaceOnHand] zeroes nothing unless every row
// before it was confirmed.
//
// Success is a success status and success = 1 in the reply; anything else is an error with the server's info, whatever
// the status. The server documents no codes: a wrong key is told in words, so it matches neither
// shelfwire.ErrUnauthorized nor any other of the known errors unless the status does.
//
// # Formats
//
// Replies are read as XML, in UTF-8 or windows-1251, or as JSON, whichever comes. The vendor shows no JSON at all: lists
// are taken as arrays, as objects keyed by id and as wrappers such as {"item": …}, numbers also as texts, and "", null and
// [] for nothing. The same stock gives the same values in both. Nor does it show the replies of getOnhandVersion and
// setZeroOnhand; they are read as the methods say.
//
// Reading streams: memory does not grow with the stock. A row is a lot, so an item can have several.
//
// Package virtpostest has an in-memory VirtualPOS for tests.
package virtpos

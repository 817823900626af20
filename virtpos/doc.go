// Package virtpos is a client for the API of VirtualPOS, a system of tills and shops from Russia. It reads the
// stock of every shop row by row while the response arrives, sets it item by item, and replaces it as a whole.
// It also reads warehouses, the catalogue with barcodes and external ids, groups of items, customers and stock
// documents, and says what a replacement would do before it is done.
//
//	cred := virtpos.Credentials{APIKey: shelfwire.NewSecret(key)}
//	client, err := virtpos.New(virtpos.BaseURL("mycompany"), cred, nil)
//	if err != nil {
//		return err
//	}
//	query := virtpos.StoreQuery{InStockOnly: true, Fields: []virtpos.StockField{virtpos.StockItemName}}
//	for row, err := range client.Store.All(ctx, query) {
//		if err != nil {
//			return err
//		}
//		fmt.Println(row.WarehouseName, row.ItemID, row.LotNumber, row.Name, row.OnHand)
//	}
//
// The calls of [Client.Store] serve the vendor's guide "API :: Store. Получение данных об остатках товара",
// https://wiki.virtualpos.ru/doc:dev:api:store; the other services have a page of their own beside it. The
// doc comments name headings and pages, and say where they are silent; a remark such as (probe: virtpos/lots)
// names the row under which the program examples/probe of this module asks a real server about it.
//
// # Rules
//
// Retries, time-outs and secrets are as package shelfwire describes them. The vendor documents no rate limit
// (probe: virtpos/rate-headers); unless Options.Limiter is set, a client makes 4 calls a second in bursts of
// up to 8.
//
// Calls are POSTs with the key in the body. Parameters that the guide marks as "get only" go into the query
// (probe: virtpos/get-only), so the key stays out of the URL. [Client.WithKeyInQuery] is for a server that
// wants GETs (probe: virtpos/key-in-body).
//
// A call's effect is independent of its HTTP method. [StoreService.UpdateOnHand] sets absolute values and is
// retried after a lost response. [StoreService.ZeroOutdated] empties what it finds outdated; it is a write and
// is sent once. All other calls read.
//
// [StoreService.ReplaceOnHand] zeroes stock only after every row before the zeroing was confirmed.
// [StoreService.PreviewReplace] shows beforehand what it would change and zero.
//
// # Success and failure
//
// A call has succeeded when its response says success 1, which may come as "1", 1.0 or true, under any status.
// Any other value of success is an error with the server's info; 0 means that the call was rejected. A body
// that lacks success, such as an HTML page, a PHP warning, [] or an empty body, is foreign: it matches
// shelfwire.ErrMalformed and leaves a write with shelfwire.OutcomeUnknown; reads and updates are retried once.
//
// The server documents no error codes. A wrong key comes as plain text under status 200
// (probe: virtpos/wrong-key), so it matches shelfwire.ErrUnauthorized only when the status does; the same
// holds for the other known errors.
//
// After success 1 everything else is best effort (probe: virtpos/readable). A member that cannot be read for
// certain, such as the quantity "1,700" or a number that comes twice, leaves its field zero and is listed in
// Unread of its row, warehouse or result.
//
// # Formats
//
// Responses are read as XML or JSON, whichever comes. XML may be in UTF-8 or windows-1251, as the declaration
// or Content-Type says (probe: virtpos/charset). The vendor shows no JSON (probe: virtpos/json,
// virtpos/item-json), so several forms are accepted: lists as arrays, as objects keyed by id, or as wrappers
// such as {"item": …}; numbers also as texts; "", null, [] and {} for a member without a value. An empty list
// is <items/> or []. The same stock gives the same values in both formats. The responses of getOnhandVersion
// and setZeroOnhand are undocumented, too; the methods say how they are read.
//
// Reading streams, in constant memory for a stock or a catalogue of any size. A row of stock is a lot, so an
// item can have several rows (probe: virtpos/lots).
//
// # What is not covered
//
// No page about receipts of the tills was found, so sales cannot be read. Too little is known of customer orders,
// price lists, suppliers, purchase requests, inventories and cash flow for types of their own: [Client.Read]
// returns their elements as they come. Calls that write anything but stock are left out, since their parameters
// are not known.
//
// Package virtpostest has an in-memory VirtualPOS for tests.
package virtpos

package main

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

const (
	virtposPage    = "\"API :: Store\", wiki.virtualpos.ru/doc:dev:api:store"
	virtposRead    = virtposPage + ", \"Параметры запроса на получение данных\""
	virtposUpdate  = virtposPage + ", \"Изменение данных\""
	virtposVersion = virtposPage + ", \"Получение текущей версии\""
)

// virtposProbe asks a VirtualPOS, about the item of -item in all warehouses.
type virtposProbe struct {
	*target
	wire   *wire
	opts   *shelfwire.Options
	client *virtpos.Client

	item     int64 // 0 when -item names none
	stock    *stockSeen
	newer    *stockSeen // with the fields of newer editions of the guide
	card     *cardSeen  // the item in the catalogue
	rejected *exchange  // the call with the key in the body, where one with the key in the query followed
}

// stockSeen is stock: as it came, and as the client read it.
type stockSeen struct {
	exchange *exchange
	stock    virtpos.Stock
	err      error
}

func openVirtPOS(t *target, w *wire, opts *shelfwire.Options) ([]row, error) {
	p := &virtposProbe{target: t, wire: w, opts: opts}
	if len(t.items) > 0 {
		id, err := strconv.ParseInt(t.items[0], 10, 64)
		if err != nil || id <= 0 {
			return nil, errors.New("-item: VirtualPOS needs the number of an item, its id in VirtualPOS")
		}
		p.item = id
	}
	client, err := p.newClient(t.secret("VIRTPOS_API_KEY"))
	if err != nil {
		return nil, err
	}
	p.client = client
	return p.rows(), nil
}

func (p *virtposProbe) newClient(key shelfwire.Secret) (*virtpos.Client, error) {
	return virtpos.New(p.variable("VIRTPOS_ADDRESS"), virtpos.Credentials{APIKey: key}, p.opts)
}

// rows are in the order in which they are asked: what a key may lack the right for comes last.
func (p *virtposProbe) rows() []row {
	return slices.Concat(p.readRows(), p.filterRows(), p.writeRows(), p.sectionRows(), p.itemRows(), p.externalRows(),
		p.documentRows(), p.periodRows(), p.customerRows(), p.lastRows())
}

func (p *virtposProbe) lastRows() []row {
	return []row{
		rateHeadersRow("virtpos", p.wire),
		{id: "virtpos/plain-http", source: undocumented, ask: p.askPlainHTTP, realOnly: true,
			assumption: "Plain http serves nothing: no connection, or a redirect (asked without the key)"},
		http2Row("virtpos", p.wire),
		{id: "virtpos/wrong-key", source: undocumented, ask: p.askWrongKey, needs: "-wrong-key",
			assumption: "The response to a wrong key is success 0 with an info, under 200"},
	}
}

func (p *virtposProbe) readRows() []row {
	return []row{
		{id: "virtpos/key-in-body", source: virtposRead, ask: p.askKeyInBody,
			assumption: "A POST with the key in its body is a success"},
		{id: "virtpos/readable", passive: true, source: undocumented, ask: p.askReadable,
			assumption: "Every member of a row comes in a form that can be read for certain, empty values included"},
		{id: "virtpos/charset", passive: true, source: undocumented, ask: p.askCharset,
			assumption: "XML is in UTF-8 or windows-1251, and says so"},
		{id: "virtpos/fields", passive: true, source: virtposPage + ", \"Пример ответа сервера\"", ask: p.askFields,
			assumption: "The fields asked for come as name, article, cogs, price and prices"},
		{id: "virtpos/json", source: undocumented, ask: p.askJSON,
			assumption: "JSON has the same rows as XML"},
		{id: "virtpos/default-format", source: undocumented, ask: p.askDefaultFormat,
			assumption: "Without format the response is XML"},
		{id: "virtpos/count", passive: true, source: undocumented, ask: p.askCount,
			assumption: "count is the number of warehouses, and in a warehouse that of its rows"},
		{id: "virtpos/lots", passive: true, source: undocumented, ask: p.askLots,
			assumption: "Within a warehouse, item and lot identify a row"},
		{id: "virtpos/available", passive: true, source: virtposPage + ", \"Ответ сервера\"", ask: p.askAvailable,
			assumption: "available_quantity is the quantity or less"},
		{id: "virtpos/external-ids", passive: true, source: undocumented, ask: p.askExternalIDs,
			assumption: "Rows of stock have no external ids"},
		{id: "virtpos/expiry-form", source: undocumented, ask: p.askExpiry,
			assumption: "expdate is empty, or begins with the day as YYYY-MM-DD"},
		{id: "virtpos/turnover-form", source: undocumented, ask: p.askTurnover, realOnly: true,
			assumption: "turnovercalc is an element of that name with a number, or is left out"},
		{id: "virtpos/version", source: undocumented, ask: p.askVersion,
			assumption: "getOnhandVersion has a whole number above 0 in an element named version"},
	}
}

var allStockFields = []virtpos.StockField{
	virtpos.StockItemName, virtpos.StockArticle, virtpos.StockCOGS, virtpos.StockPrice, virtpos.StockOptionalPrices,
}

// find reads the stock of the item once, with all fields.
func (p *virtposProbe) find(ctx context.Context) *stockSeen {
	if p.item == 0 {
		return &stockSeen{err: errNoItem}
	}
	if p.stock == nil {
		p.stock = p.enter(ctx, virtpos.StoreQuery{ItemID: p.item, Fields: allStockFields})
	}
	return p.stock
}

// enter lists stock for the first time: with the key in the body and then, when that fails and -key-in-query allows it,
// in the query, where it stays.
func (p *virtposProbe) enter(ctx context.Context, q virtpos.StoreQuery) *stockSeen {
	seen := &stockSeen{}
	if p.flags.keyInQuery {
		if seen = p.list(ctx, q); seen.err == nil || seen.exchange == nil {
			return seen
		}
		p.rejected, p.client = seen.exchange, p.client.WithKeyInQuery()
		seen = &stockSeen{}
	}
	seen.exchange, seen.err = p.wire.enter(ctx, seen.list(p.client, q))
	return seen
}

// findNewer reads the stock of the item once, with fields that an older edition may reject.
func (p *virtposProbe) findNewer(ctx context.Context) *stockSeen {
	if p.newer == nil {
		fields := []virtpos.StockField{virtpos.StockExpiryDate, virtpos.StockTurnover}
		p.newer = p.list(ctx, virtpos.StoreQuery{ItemID: p.item, Fields: fields})
	}
	return p.newer
}

// list returns the call that lists stock.
func (s *stockSeen) list(client *virtpos.Client, q virtpos.StoreQuery) func(context.Context) error {
	return func(ctx context.Context) (err error) {
		s.stock, err = client.Store.List(ctx, q)
		return err
	}
}

func (p *virtposProbe) list(ctx context.Context, q virtpos.StoreQuery) *stockSeen {
	seen := &stockSeen{}
	seen.exchange, seen.err = p.wire.observe(ctx, seen.list(p.client, q))
	return seen
}

// rows returns the rows of all warehouses.
func (s *stockSeen) rows() (rows []virtpos.StockRow) {
	for _, w := range s.stock.Warehouses {
		rows = append(rows, w.Rows...)
	}
	return rows
}

// findRows returns the rows of the item; an error when there are none.
func (p *virtposProbe) findRows(ctx context.Context) ([]virtpos.StockRow, error) {
	seen := p.find(ctx)
	switch {
	case seen.err != nil:
		return nil, seen.err
	case len(seen.rows()) == 0:
		return nil, errors.New("no warehouse has the item")
	}
	return seen.rows(), nil
}

package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// fewSKUs bounds every list of products.
const fewSKUs = 10

const (
	resicoProducts = "guide, \"Preču informācija izgūšana no Resico ERP\""
	resicoBalance  = "guide, \"Produktu atlikuma (bilances) izgūšana\""
)

// resicoProbe asks a Resico. Everything is about at most ten products: those that changed within a day, or else the
// first ones of the catalogue.
type resicoProbe struct {
	*target
	wire   *wire
	client *resico.Client

	first    *exchange // the list in which the products were found
	skus     []string
	balances map[string]*balanceSeen
}

func openResico(t *target, w *wire, opts *shelfwire.Options) ([]row, error) {
	cred := resico.Credentials{ClientCode: t.secret("RESICO_CLIENT_CODE"), ClientKey: t.secret("RESICO_CLIENT_KEY")}
	client, err := resico.New(cred, opts)
	if err != nil {
		return nil, err
	}
	p := &resicoProbe{target: t, wire: w, client: client, balances: map[string]*balanceSeen{}}
	return p.rows(), nil
}

// rows are in the order in which they are asked. Those behind the first one are about the products that it finds.
func (p *resicoProbe) rows() []row {
	return slices.Concat(p.productRows(), p.customerRows(), []row{rateHeadersRow("resico", p.wire), http2Row("resico", p.wire)})
}

func (p *resicoProbe) productRows() []row {
	return []row{
		{id: "resico/envelope", source: resicoProducts + ", in the examples", ask: p.askEnvelope,
			assumption: "A success has status \"ok\", the type \"Products\", and its payload in a member of that name"},
		{id: "resico/clock", passive: true, source: undocumented, ask: p.askClock,
			assumption: "The member time is RFC 3339 with an offset, and within two minutes of this machine's clock"},
		{id: "resico/server-zone", passive: true, source: undocumented, ask: p.askServerZone,
			assumption: "The offset of the member time is that of Europe/Riga"},
		{id: "resico/paginator", passive: true, source: resicoProducts + ", in the examples", ask: p.askPaginator,
			assumption: "current_page, last_page, per_page and total are whole numbers, and data is a list"},
		{id: "resico/vat-letter", passive: true, source: resicoProducts + ", in the examples", ask: p.askVATLetter,
			assumption: "VAT is a text, a letter of the tenant's own"},
		{id: "resico/readable", source: undocumented, ask: p.askReadable,
			assumption: "Every member of a product comes in a form that can be read for certain, empty values included"},
		{id: "resico/total", source: undocumented, ask: p.askTotal,
			assumption: "total is the number of rows that the filter matches"},
		{id: "resico/order", source: resicoProducts + ", in the examples", ask: p.askOrder,
			assumption: "order=SKU desc brings the products by SKU, descending"},
		{id: "resico/sku-filter", source: resicoBalance + ", in the examples", ask: p.askOneSKU,
			assumption: "A filter by one SKU brings that product and no other"},
		{id: "resico/filters-combine", source: resicoBalance + ", in the examples", ask: p.askFiltersCombine,
			assumption: "Filters by SKU and by Updated both count: a time in the future leaves no product"},
		{id: "resico/unknown-sku-list", source: undocumented, ask: p.askUnknownInList,
			assumption: "A filter by an unknown SKU is a success with an empty list, a total of 0, and one page"},
		{id: "resico/odd-limit", source: undocumented, ask: p.askOddLimit,
			assumption: "A limit of 7 is kept to: pages of seven rows, and per_page 7"},
		{id: "resico/large-limit", source: undocumented, ask: p.askLargeLimit,
			assumption: "A limit of 500 is not capped: per_page is 500"},
		{id: "resico/page-beyond-end", source: undocumented, ask: p.askBeyondEnd,
			assumption: "A page beyond the last one is a success without rows, under the number that was asked for"},
		{id: "resico/return", source: resicoProducts + ", in the examples", ask: p.askReturn,
			assumption: "return=SKU,Name brings those two members alone"},
		{id: "resico/balance", source: resicoBalance, ask: p.askBalance,
			assumption: "A balance has SKU, Balance and BalanceDetailed, and every member can be read for certain"},
		{id: "resico/balance-totals", source: undocumented, ask: p.askTotals,
			assumption: "Totals is the sum over the locations"},
		{id: "resico/missing-location", source: undocumented, ask: p.askMissingLocation,
			assumption: "A location that Balance leaves out has a balance of 0 in BalanceDetailed"},
		{id: "resico/unknown-sku-balance", source: undocumented, ask: p.askUnknownBalance,
			assumption: "The balance of an unknown SKU is a failure in the provider's envelope, or an empty list"},
		{id: "resico/sku-slash", source: undocumented, ask: p.askSlash,
			assumption: "The balance of a SKU with a slash is found by its escaped form, %2F"},
		{id: "resico/updated-zone", source: undocumented, ask: p.askUpdatedZone,
			assumption: "The filter Updated is compared with times of Europe/Riga"},
		{id: "resico/stock-moves-updated", source: undocumented, ask: p.askStockMoves,
			assumption: "A movement of stock alone counts as a change of the product: Updated is no earlier than balance_updated"},
	}
}

// find reads the products that everything else is about.
func (p *resicoProbe) find(ctx context.Context) (*exchange, error) {
	if p.first != nil {
		return p.first, nil
	}
	q := resico.ProductQuery{UpdatedAfter: time.Now().Add(-24 * time.Hour), PageSize: fewSKUs, Fields: allProductFields}
	e, err := p.wire.enter(ctx, func(ctx context.Context) error {
		_, err := p.client.Products.List(ctx, q, 1)
		return err
	})
	if e != nil && err == nil && len(listedSKUs(e)) < 3 { // too few changed to see anything
		q.UpdatedAfter = time.Time{}
		e, err = p.list(ctx, q, 1)
	}
	if e == nil {
		return nil, err
	}
	p.first, p.skus = e, listedSKUs(e)
	return e, nil
}

var allProductFields = []resico.ProductField{
	resico.ProductSKU, resico.ProductParentSKU, resico.ProductName, resico.ProductUnit, resico.ProductVAT,
	resico.ProductPrice, resico.ProductSalePrice, resico.ProductCategory, resico.ProductActive, resico.ProductBalance,
}

func (p *resicoProbe) list(ctx context.Context, q resico.ProductQuery, page int) (*exchange, error) {
	return p.wire.observe(ctx, func(ctx context.Context) error {
		_, err := p.client.Products.List(ctx, q, page)
		return err
	})
}

// listFew lists some of the products that were found.
func (p *resicoProbe) listFew(ctx context.Context, limit, page int, skus []string) (*exchange, error) {
	if _, err := p.find(ctx); err != nil {
		return nil, err
	}
	if len(p.skus) < 2 {
		return nil, fmt.Errorf("%w: the account has %d products", errTooFew, len(p.skus))
	}
	if skus == nil {
		skus = p.skus
	}
	return p.list(ctx, resico.ProductQuery{SKUs: skus, PageSize: limit}, page)
}

// products returns the rows of a list response.
func products(e *exchange) []map[string]any { return objects(member(e.object(), "Products", "data")) }

// listedSKUs returns the SKUs of a list response that a filter can hold.
func listedSKUs(e *exchange) (skus []string) {
	for _, product := range products(e) {
		if sku, _ := product["SKU"].(string); sku != "" && !strings.ContainsAny(sku, ";<>=!*%") {
			skus = append(skus, sku)
		}
	}
	return skus
}

// pageNumber returns a number of the paginator; -1 when it is none.
func pageNumber(e *exchange, name string) int64 {
	if n, ok := whole(member(e.object(), "Products", name)); ok {
		return n
	}
	return -1
}

// isSuccess reports whether a response is a success in the provider's envelope.
func isSuccess(e *exchange, kind string) bool {
	object := e.object()
	status, _ := object["status"].(string)
	_, hasPayload := object[kind].(map[string]any)
	return e.status == http.StatusOK && strings.EqualFold(status, "ok") && object["type"] == kind && hasPayload
}

// isDescending compares with and without case, since databases do either.
func isDescending(skus []string) bool {
	descending := func(compare func(a, b string) int) bool {
		return slices.IsSortedFunc(skus, func(a, b string) int { return compare(b, a) })
	}
	return descending(cmp.Compare[string]) ||
		descending(func(a, b string) int { return cmp.Compare(strings.ToLower(a), strings.ToLower(b)) })
}

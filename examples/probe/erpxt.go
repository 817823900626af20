package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

const (
	erpxtProducts = "pomoc.erpxt.pl, \"API – Produkty\""
	erpxtFilters  = "pomoc.erpxt.pl, \"API – Filtrowanie zasobów\""
	erpxtLifetime = "hilfe.erpxt.de/?p=4217"
	erpxtVersions = "pomoc.erpxt.pl, \"API – Historia zmian\""
)

// erpxtProbe asks an ERP XT. Its lists hold at most ten rows: those with the lowest ids.
type erpxtProbe struct {
	*target
	wire   *wire
	opts   *shelfwire.Options
	client *erpxt.Client

	first    *exchange
	products []erpxt.Product
	created  int64 // id of the card that -write has made

	customers       []erpxt.Customer
	createdCustomer int64 // likewise
	invoices        []erpxt.Invoice
	proformas       []erpxt.Proforma
}

func openERPXT(t *target, w *wire, opts *shelfwire.Options) ([]row, error) {
	p := &erpxtProbe{target: t, wire: w, opts: opts}
	client, err := p.newClient()
	if err != nil {
		return nil, err
	}
	p.client = client
	return p.rows(), nil
}

func (p *erpxtProbe) newClient() (*erpxt.Client, error) {
	cred := erpxt.Credentials{ClientID: p.secret("ERPXT_CLIENT_ID"), ClientSecret: p.secret("ERPXT_CLIENT_SECRET")}
	return erpxt.New(cred, p.opts)
}

// rows are in the order in which they are asked: what might be denied comes last.
func (p *erpxtProbe) rows() []row {
	rows := slices.Concat(p.listRows(), p.filterRows(), p.writeRows(), p.resourceRows())
	return append(rows,
		rateHeadersRow("erpxt", p.wire),
		http2Row("erpxt", p.wire),
		row{id: "erpxt/older-token", source: undocumented, ask: p.askOlderToken, needs: "-token",
			assumption: "A token stays valid when another one is issued"},
	)
}

func (p *erpxtProbe) listRows() []row {
	return []row{
		{id: "erpxt/bare-list", source: erpxtProducts + ", in the examples", ask: p.askBareList,
			assumption: "The response to a list is an array, without an envelope"},
		{id: "erpxt/token-members", source: undocumented, ask: p.askTokenMembers, passive: true,
			assumption: "A token comes with access_token, token_type bearer, and its lifetime as a number, expires"},
		{id: "erpxt/token-lifetime", source: erpxtLifetime, ask: p.askTokenLifetime, passive: true,
			assumption: "A token lives for 600 seconds"},
		{id: "erpxt/ids", passive: true, source: erpxtProducts + ", in the examples", ask: p.askIDs,
			assumption: "Ids are JSON numbers, whole and above zero"},
		{id: "erpxt/readable", passive: true, source: undocumented, ask: p.askReadable,
			assumption: "Every member of a product comes in a form that can be read for certain, empty values included"},
		{id: "erpxt/codes", passive: true, source: erpxtProducts, ask: p.askCodes,
			assumption: "Rate and ProductType are codes of the documented tables"},
		{id: "erpxt/order", source: erpxtFilters, ask: p.askOrder,
			assumption: "$orderby=Id desc brings products by id, descending, and $orderby=Id ascending"},
		{id: "erpxt/top-and-skip", source: erpxtFilters, ask: p.askTopAndSkip,
			assumption: "$top and $skip cut the list after it was ordered"},
		{id: "erpxt/large-top", source: undocumented, ask: p.askLargeTop,
			assumption: "A $top of 1000 is accepted"},
		{id: "erpxt/long-filter", source: undocumented, ask: p.askLongFilter,
			assumption: "A filter of 4,000 characters is accepted"},
		{id: "erpxt/encoded-dollar", source: undocumented, ask: p.askEncodedDollar,
			assumption: "%24top is understood as $top is"},
		{id: "erpxt/unknown-id", source: undocumented, ask: p.askUnknownID,
			assumption: "An unknown id is a 400 with the code EntityNotFoundException, or an empty 404"},
	}
}

// find reads the products that everything else is about.
func (p *erpxtProbe) find(ctx context.Context) (*exchange, error) {
	if p.first != nil {
		return p.first, nil
	}
	var products []erpxt.Product
	e, err := p.wire.enter(ctx, func(ctx context.Context) (err error) {
		products, err = p.client.Products.List(ctx, erpxt.ProductQuery{Top: fewSKUs})
		return err
	})
	if e == nil {
		return nil, err
	}
	p.first, p.products = e, products
	return e, nil
}

// few returns the products that were found; an error when there are fewer than two.
func (p *erpxtProbe) few(ctx context.Context) ([]erpxt.Product, error) {
	if _, err := p.find(ctx); err != nil {
		return nil, err
	}
	if len(p.products) < 2 {
		return nil, fmt.Errorf("%w: the account has %d products", errTooFew, len(p.products))
	}
	return p.products, nil
}

func (p *erpxtProbe) list(ctx context.Context, q erpxt.ProductQuery) (ids []int64, e *exchange, err error) {
	var products []erpxt.Product
	e, err = p.wire.observe(ctx, func(ctx context.Context) (err error) {
		products, err = p.client.Products.List(ctx, q)
		return err
	})
	return idsOf(products), e, err
}

func idsOf(products []erpxt.Product) []int64 {
	ids := make([]int64, len(products))
	for i := range products {
		ids[i] = products[i].ID
	}
	return ids
}

// rowsOf returns the objects of a list response.
func rowsOf(e *exchange) []map[string]any {
	v, _ := e.document()
	return objects(v)
}

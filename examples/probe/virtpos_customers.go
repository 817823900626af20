package main

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/shelfwire/shelfwire/virtpos"
)

func (p *virtposProbe) customerRows() []row {
	return []row{
		p.sectionRow("customer", &listSection{
			name: "customer", list: "customers", element: "customer", source: virtposCustomer, read: p.readCustomer,
		}),
		{id: "virtpos/customer-pages", source: undocumented, ask: p.askCustomerPages,
			assumption: "Pages of customers are counted from 1: the first two pages of one make the first page of two"},
	}
}

// readCustomer reads a page of one customer. Customers.All would ask for all of them.
func (p *virtposProbe) readCustomer(ctx context.Context) (map[string]int, error) {
	return nil, p.readCustomerPage(ctx, 1, 1)
}

func (p *virtposProbe) readCustomerPage(ctx context.Context, page, size int) error {
	params := url.Values{"page": {strconv.Itoa(page)}, "page_size": {strconv.Itoa(size)}}
	_, err := p.client.Read(ctx, "customer", virtpos.ReadQuery{Params: params})
	return err
}

// askCustomerPages compares the page of one customer, which was read, with the one behind it and with a page of two.
func (p *virtposProbe) askCustomerPages(ctx context.Context) finding {
	pages := p.wire.find("/customer")
	if len(pages) == 0 {
		return missing(errNoResponse)
	}
	singles := idsOfCustomers(pages[0])
	second, err := p.wire.observe(ctx, func(ctx context.Context) error { return p.readCustomerPage(ctx, 2, 1) })
	if second == nil || err != nil {
		return missing(err)
	}
	behind := idsOfCustomers(second)
	if len(singles) == 0 || len(behind) == 0 {
		return doubt("there are fewer than two customers, or the first page has none")
	}
	both, err := p.wire.observe(ctx, func(ctx context.Context) error { return p.readCustomerPage(ctx, 1, 2) })
	if both == nil || err != nil {
		return missing(err)
	}
	singles, pair := append(singles, behind...), idsOfCustomers(both)
	return judge(slices.Equal(singles, pair), "%d and %d rows on pages of one, %d on one of two; the same: %t",
		len(singles)-len(behind), len(behind), len(pair), slices.Equal(singles, pair))
}

func idsOfCustomers(e *exchange) (ids []string) {
	root := parseXML(e)
	for _, each := range root.childrenOf("customers") {
		ids = append(ids, each.text("id"))
	}
	return ids
}

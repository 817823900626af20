package main

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire/resico"
)

func (p *resicoProbe) askEnvelope(ctx context.Context) finding {
	e, err := p.find(ctx)
	if e == nil {
		return missing(err)
	}
	return judge(isSuccess(e, "Products"), "%s", e.describe())
}

// serverTime returns the member time of the first list.
func (p *resicoProbe) serverTime(ctx context.Context) (e *exchange, at time.Time, problem finding, ok bool) {
	e, err := p.find(ctx)
	if e == nil {
		return nil, at, missing(err), false
	}
	text, _ := e.object()["time"].(string)
	at, parseErr := time.Parse(time.RFC3339, text)
	if parseErr != nil {
		return nil, at, judge(false, "a time of another form: %s", kindOf(e.object()["time"])), false
	}
	return e, at, finding{}, true
}

func (p *resicoProbe) askClock(ctx context.Context) finding {
	e, at, problem, ok := p.serverTime(ctx)
	if !ok {
		return problem
	}
	apart := at.Sub(e.sent).Round(time.Second)
	return judge(apart.Abs() <= 2*time.Minute, "the server's clock differs by %s", apart)
}

func (p *resicoProbe) askServerZone(ctx context.Context) finding {
	_, at, problem, ok := p.serverTime(ctx)
	if !ok {
		return problem
	}
	riga, err := time.LoadLocation("Europe/Riga")
	if err != nil {
		return doubt("this machine has no zone database")
	}
	_, want := at.In(riga).Zone()
	_, got := at.Zone()
	return judge(got == want, "offset %s; Riga has %s", at.Format("-07:00"), at.In(riga).Format("-07:00"))
}

func (p *resicoProbe) askPaginator(ctx context.Context) finding {
	e, err := p.find(ctx)
	if e == nil {
		return missing(err)
	}
	page, _ := member(e.object(), "Products").(map[string]any)
	ok := kindOf(page["data"]) == "list" || kindOf(page["data"]) == "empty list"
	seen := []string{"data: " + kindOf(page["data"])}
	for _, name := range []string{"current_page", "last_page", "per_page", "total"} {
		_, isWhole := whole(page[name])
		ok = ok && isWhole
		seen = append(seen, name+": "+kindOf(page[name]))
	}
	return judge(ok, "%s", strings.Join(seen, ", "))
}

func (p *resicoProbe) askVATLetter(ctx context.Context) finding {
	e, err := p.find(ctx)
	if e == nil || len(products(e)) == 0 {
		return missing(err)
	}
	texts, others := 0, map[string]int{}
	for _, product := range products(e) {
		if _, isText := product["VAT"].(string); isText {
			texts++
		} else {
			others[presence(product, "VAT")]++
		}
	}
	return judge(len(others) == 0, "a text in %d of %d rows; other kinds: %s",
		texts, len(products(e)), cmp.Or(strings.Join(slices.Sorted(maps.Keys(others)), ", "), "none"))
}

// askReadable lets the client read the products that were found, and lists what it leaves unread.
func (p *resicoProbe) askReadable(ctx context.Context) finding {
	if _, err := p.find(ctx); err != nil {
		return missing(err)
	}
	var page resico.ProductPage
	e, err := p.wire.observe(ctx, func(ctx context.Context) (err error) {
		page, err = p.client.Products.List(ctx, resico.ProductQuery{SKUs: p.skus, PageSize: fewSKUs, Fields: allProductFields}, 1)
		return err
	})
	if e == nil || err != nil {
		return missing(err)
	}
	unread := map[string]int{}
	for _, gap := range page.Gaps {
		countUnread(unread, gap.Unread)
	}
	countUnread(unread, page.Unread)
	return judge(len(page.Gaps)+len(unread) == 0, "%s; empty values: %s", describeUnread(unread), emptyForms(products(e)))
}

func (p *resicoProbe) askTotal(ctx context.Context) finding {
	e, err := p.listFew(ctx, fewSKUs, 1, nil)
	if e == nil {
		return missing(err)
	}
	total, rows := pageNumber(e, "total"), len(products(e))
	return judge(total == int64(rows), "%d rows, total %d", rows, total)
}

func (p *resicoProbe) askOrder(ctx context.Context) finding {
	e, err := p.listFew(ctx, fewSKUs, 1, nil)
	if e == nil {
		return missing(err)
	}
	skus := listedSKUs(e)
	return judge(isDescending(skus), "%d SKUs, descending: %t", len(skus), isDescending(skus))
}

func (p *resicoProbe) askOneSKU(ctx context.Context) finding {
	if _, err := p.find(ctx); err != nil || len(p.skus) == 0 {
		return missing(err)
	}
	e, err := p.listFew(ctx, fewSKUs, 1, p.skus[:1])
	if e == nil {
		return missing(err)
	}
	skus := listedSKUs(e)
	ok := len(skus) == 1 && strings.EqualFold(skus[0], p.skus[0])
	return judge(ok, "%d rows, total %d, the SKU asked for: %t",
		len(products(e)), pageNumber(e, "total"), slices.Contains(skus, p.skus[0]))
}

func (p *resicoProbe) askFiltersCombine(ctx context.Context) finding {
	if _, err := p.find(ctx); err != nil {
		return missing(err)
	}
	e, err := p.list(ctx, resico.ProductQuery{SKUs: p.skus, UpdatedAfter: time.Now().AddDate(0, 0, 2), PageSize: fewSKUs}, 1)
	if e == nil {
		return missing(err)
	}
	return judge(isSuccess(e, "Products") && len(products(e)) == 0, "%d, %d rows", e.status, len(products(e)))
}

// noSuchSKU is a SKU that no account has.
const noSuchSKU = "shelfwire-probe-no-such-sku"

func (p *resicoProbe) askUnknownInList(ctx context.Context) finding {
	e, err := p.list(ctx, resico.ProductQuery{SKUs: []string{noSuchSKU}, PageSize: fewSKUs}, 1)
	if e == nil {
		return missing(err)
	}
	data := kindOf(member(e.object(), "Products", "data"))
	ok := isSuccess(e, "Products") && data == "empty list" && pageNumber(e, "total") == 0 && pageNumber(e, "last_page") == 1
	return judge(ok, "%s; data: %s, total %d, last_page %d",
		e.describe(), data, pageNumber(e, "total"), pageNumber(e, "last_page"))
}

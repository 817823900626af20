package main

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire/virtpos"
)

var declaredCharset = regexp.MustCompile(`(?i)(?:encoding|charset)\s*=\s*["']?([a-z0-9-]+)`)

func (p *virtposProbe) askCharset(ctx context.Context) finding {
	seen := p.find(ctx)
	if seen.exchange == nil || seen.err != nil {
		return missing(seen.err)
	}
	head := seen.exchange.content()
	head = head[:min(200, len(head))]
	found := declaredCharset.FindSubmatch(append(head, " "+seen.exchange.header.Get("Content-Type")...))
	if found == nil {
		return judge(false, "no charset is declared; valid UTF-8: %t", utf8.Valid(seen.exchange.content()))
	}
	charset, valid := strings.ToLower(string(found[1])), utf8.Valid(seen.exchange.content())
	return judge(charset == "utf-8" && valid || charset == "windows-1251", "%s; valid UTF-8: %t", charset, valid)
}

func (p *virtposProbe) askFields(ctx context.Context) finding {
	seen := p.find(ctx)
	if seen.exchange == nil || seen.err != nil {
		return missing(seen.err)
	}
	root := parseXML(seen.exchange)
	found := names(root.all("item"))
	if len(found) == 0 {
		return doubt("no warehouse has the item")
	}
	ok := true
	for _, name := range []string{"name", "article", "cogs", "price", "prices"} {
		ok = ok && found[name]
	}
	return judge(ok, "%s", describeNames(found))
}

func (p *virtposProbe) askJSON(ctx context.Context) finding {
	rows, err := p.findRows(ctx)
	if err != nil {
		return missing(err)
	}
	seen := p.list(ctx, virtpos.StoreQuery{ItemID: p.item, Fields: allStockFields, Format: virtpos.FormatJSON})
	if seen.exchange == nil {
		return missing(seen.err)
	}
	if seen.err != nil {
		return judge(false, "%s", seen.exchange.describe())
	}
	differing := 0
	for i, row := range seen.rows() {
		if i >= len(rows) || describeRow(&row) != describeRow(&rows[i]) {
			differing++
		}
	}
	ok := differing == 0 && len(seen.rows()) == len(rows)
	return judge(ok, "%s; %d rows, %d of them differ", seen.exchange.describe(), len(seen.rows()), differing)
}

// describeRow writes the values of a row, to compare two.
func describeRow(r *virtpos.StockRow) string {
	return fmt.Sprint(r.WarehouseID, r.WarehouseName, r.ItemID, r.OnHand, r.Available, r.LotNumber, r.Name, r.Article,
		r.COGS, r.Price, r.Prices, r.ExpiryDate)
}

func (p *virtposProbe) askDefaultFormat(ctx context.Context) finding {
	if p.item == 0 {
		return missing(errNoItem)
	}
	seen := p.list(withRewrite(ctx, "Store.List, without format", func(r *http.Request) {
		q := r.URL.Query()
		q.Del("format")
		r.URL.RawQuery = q.Encode()
	}), virtpos.StoreQuery{ItemID: p.item})
	if seen.exchange == nil {
		return missing(seen.err)
	}
	isXML := parseXML(seen.exchange).XMLName.Local != ""
	return judge(isXML && seen.err == nil, "XML: %t", isXML)
}

func (p *virtposProbe) askCount(ctx context.Context) finding {
	seen := p.find(ctx)
	if seen.exchange == nil || seen.err != nil {
		return missing(seen.err)
	}
	root := parseXML(seen.exchange)
	warehouses := root.all("warehouse")
	rootAgrees := root.text("count") == strconv.Itoa(len(warehouses))
	agreeing := 0
	for _, w := range warehouses {
		if w.text("count") == strconv.Itoa(len(w.all("item"))) {
			agreeing++
		}
	}
	return judge(rootAgrees && agreeing == len(warehouses),
		"count is the number of warehouses: %t; in %d of %d warehouses that of the rows", rootAgrees, agreeing, len(warehouses))
}

// newerRows returns the rows of the item with the fields of newer editions.
func (p *virtposProbe) newerRows(ctx context.Context) ([]virtpos.StockRow, error) {
	if rows, err := p.findRows(ctx); err != nil {
		return rows, err
	}
	seen := p.findNewer(ctx)
	return seen.rows(), seen.err
}

func (p *virtposProbe) askExpiry(ctx context.Context) finding {
	rows, err := p.newerRows(ctx)
	if err != nil {
		return missing(err)
	}
	return judgeForms(rows, func(r *virtpos.StockRow) (string, bool) {
		return r.ExpiryDate, r.ExpiryDate == "" || dayText.MatchString(r.ExpiryDate)
	})
}

func (p *virtposProbe) askTurnover(ctx context.Context) finding {
	rows, err := p.newerRows(ctx)
	if err != nil {
		return missing(err)
	}
	return judgeForms(rows, func(r *virtpos.StockRow) (string, bool) {
		for _, extra := range r.Extra {
			if extra.Name == string(virtpos.StockTurnover) {
				return extra.Text, extra.Text == "" || decimalText.MatchString(extra.Text)
			}
		}
		return "", true
	})
}

// judgeForms judges the forms of a text in some rows.
func judgeForms(rows []virtpos.StockRow, formOf func(*virtpos.StockRow) (text string, ok bool)) finding {
	var kinds []string
	odd := 0
	for i := range rows {
		text, ok := formOf(&rows[i])
		kinds = append(kinds, kindOf(text))
		if !ok {
			odd++
		}
	}
	slices.Sort(kinds)
	return judge(odd == 0, "%s", strings.Join(slices.Compact(kinds), ", "))
}

func (p *virtposProbe) askVersion(ctx context.Context) finding {
	rows, err := p.findRows(ctx)
	if err != nil {
		return missing(err)
	}
	e, err := p.wire.observe(ctx, func(ctx context.Context) error {
		_, err := p.client.Store.OnHandVersion(ctx, virtpos.WarehouseID(rows[0].WarehouseID))
		return err
	})
	if e == nil {
		return missing(err)
	}
	root := parseXML(e)
	found := root.all("version")
	ok := err == nil && len(found) == 1
	return judge(ok, "%d, elements %s", e.status, describeNames(names([]*element{&root})))
}

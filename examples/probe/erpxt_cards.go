package main

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/shelfwire/shelfwire"
)

func (p *erpxtProbe) askBareList(ctx context.Context) finding {
	e, err := p.find(ctx)
	if e == nil {
		return missing(err)
	}
	v, _ := e.document()
	_, isList := v.([]any)
	return judge(isList && e.status == http.StatusOK, "%s", e.describe())
}

func (p *erpxtProbe) askIDs(ctx context.Context) finding {
	e, err := p.find(ctx)
	if e == nil {
		return missing(err)
	}
	rows, plain := rowsOf(e), 0
	for _, each := range rows {
		if id, ok := whole(each["Id"]); ok && id > 0 {
			plain++
		}
	}
	if len(rows) == 0 {
		return missing(errTooFew)
	}
	return judge(plain == len(rows), "%d of %d ids", plain, len(rows))
}

func (p *erpxtProbe) askReadable(ctx context.Context) finding {
	e, err := p.find(ctx)
	if e == nil {
		return missing(err)
	}
	rows, unread := rowsOf(e), map[string]int{}
	for i := range p.products {
		countUnread(unread, p.products[i].Unread)
	}
	ok := len(unread) == 0 && len(rows) == len(p.products)
	return judge(ok, "%d of %d rows, %s; empty values: %s", len(p.products), len(rows), describeUnread(unread), emptyForms(rows))
}

// knownCodes are the codes that the guide documents.
var knownCodes = map[string][]int64{"Rate": {0, 1, 2, 6, 7, 8, 9}, "ProductType": {0, 1, 2}}

func (p *erpxtProbe) askCodes(ctx context.Context) finding {
	e, err := p.find(ctx)
	if e == nil {
		return missing(err)
	}
	rows, others := rowsOf(e), map[string]int{}
	for _, each := range rows {
		for name, codes := range knownCodes {
			if code, ok := whole(each[name]); !ok || !slices.Contains(codes, code) {
				others[name]++
			}
		}
	}
	if len(others) == 0 {
		return judge(true, "in %d rows", len(rows))
	}
	return judge(false, "other codes in %s of %d rows", describeNames(others), len(rows))
}

func (p *erpxtProbe) askUnknownID(ctx context.Context) finding {
	const noSuchID = 2_147_483_647
	e, err := p.wire.observe(ctx, func(ctx context.Context) error {
		_, err := p.client.Products.Get(ctx, noSuchID)
		return err
	})
	if e == nil {
		return missing(err)
	}
	code, _ := e.object()["Code"].(string)
	return judge(errors.Is(err, shelfwire.ErrNotFound), "%s; code %s", e.describe(), showCode(code))
}

package main

import (
	"context"
	"errors"
	"strings"

	"github.com/shelfwire/shelfwire/virtpos"
)

func (p *virtposProbe) askLots(ctx context.Context) finding {
	rows, err := p.findRows(ctx)
	if err != nil {
		return missing(err)
	}
	lots := newLots()
	for i := range rows {
		lots.add(&rows[i])
	}
	return lots.judge()
}

// lots counts rows, and those with a warehouse, an item and a lot of their own.
type lots struct {
	rows int
	seen map[lot]bool
}

type lot struct {
	warehouse, item int64
	number          string
}

func newLots() *lots { return &lots{seen: map[lot]bool{}} }

func (l *lots) add(r *virtpos.StockRow) {
	l.rows++
	l.seen[lot{r.WarehouseID, r.ItemID, r.LotNumber}] = true
}

func (l *lots) judge() finding {
	return judge(len(l.seen) == l.rows, "%d rows, %d different lots", l.rows, len(l.seen))
}

func (p *virtposProbe) askAvailable(ctx context.Context) finding {
	rows, err := p.findRows(ctx)
	if err != nil {
		return missing(err)
	}
	given, more := 0, 0
	for _, r := range rows {
		onHand, hasOnHand := r.OnHand.Get()
		available, hasAvailable := r.Available.Get()
		if hasOnHand && hasAvailable {
			given++
			if available.Cmp(onHand) > 0 {
				more++
			}
		}
	}
	if given == 0 {
		return judge(false, "none of %d rows has both quantities", len(rows))
	}
	return judge(more == 0, "%d of %d rows have more available than there is", more, given)
}

func (p *virtposProbe) askExternalIDs(ctx context.Context) finding {
	rows, err := p.findRows(ctx)
	if err != nil {
		return missing(err)
	}
	found := map[string]int{}
	for _, r := range rows {
		for _, extra := range r.Extra {
			if strings.Contains(strings.ToLower(extra.Name), "ext") {
				found[extra.Name]++
			}
		}
	}
	return judge(len(found) == 0, "elements that look like one: %s", describeNames(found))
}

func (p *virtposProbe) askKeyInBody(ctx context.Context) finding {
	seen := p.find(ctx)
	switch {
	case errors.Is(seen.err, errFirstCall):
		return doubt("%v: the key is wrong, or does not count in the body; -key-in-query finds out", seen.err)
	case seen.exchange == nil || seen.err != nil:
		return missing(seen.err)
	case p.rejected != nil:
		return judge(false, "the key counts in the query only; in the body: %s", p.rejected.describe())
	}
	return judge(true, "%s, %d warehouses, %d rows", seen.exchange.request.Method, len(seen.stock.Warehouses), len(seen.rows()))
}

func (p *virtposProbe) askReadable(ctx context.Context) finding {
	seen := p.find(ctx)
	if seen.exchange == nil || seen.err != nil {
		return missing(seen.err)
	}
	unread, extra := map[string]int{}, map[string]int{}
	for _, w := range seen.stock.Warehouses {
		countUnread(unread, w.Unread)
		for i := range w.Rows {
			countUnread(unread, w.Rows[i].Unread)
			for _, element := range w.Rows[i].Extra {
				extra[element.Name]++
			}
		}
	}
	unknown := ""
	if len(extra) > 0 {
		unknown = "; unknown elements: " + describeNames(extra)
	}
	return judge(len(unread) == 0, "%s%s", describeUnread(unread), unknown)
}

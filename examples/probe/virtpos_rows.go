package main

import (
	"context"
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

package main

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/shelfwire/shelfwire/resico"
)

// changedAfter returns how many products changed after a time, by the filter; -1 when that is not known.
func (p *resicoProbe) changedAfter(ctx context.Context, at time.Time, skus []string) (int64, error) {
	e, err := p.list(ctx, resico.ProductQuery{
		UpdatedAfter: at, SKUs: skus, PageSize: fewSKUs, Fields: []resico.ProductField{resico.ProductSKU},
	}, 1)
	if e == nil {
		return -1, err
	}
	if e.status != http.StatusOK || pageNumber(e, "total") < 0 {
		return -1, errors.New(e.describe())
	}
	return pageNumber(e, "total"), nil
}

// askUpdatedZone asks for changes after now, by the clocks of Riga and of UTC. No change lies in the future: so a change
// after the clock of UTC shows that times are written ahead of UTC, and one after Riga's that they are ahead of Riga.
func (p *resicoProbe) askUpdatedZone(ctx context.Context) finding {
	const slack = 2 * time.Minute // for clocks that differ
	riga, err := time.LoadLocation("Europe/Riga")
	if err != nil {
		return doubt("this machine has no zone database")
	}
	now := time.Now()
	_, offset := now.In(riga).Zone()
	ahead, err := p.changedAfter(ctx, now.Add(slack), nil)
	if ahead < 0 {
		return missing(err)
	}
	if ahead > 0 {
		return judge(false, "there are changes with a time ahead of Riga's")
	}
	// The client writes the time in Riga's clock, so this is what the clock of UTC shows now.
	between, err := p.changedAfter(ctx, now.Add(-time.Duration(offset)*time.Second).Add(slack), nil)
	switch {
	case between < 0:
		return missing(err)
	case between > 0:
		return judge(true, "there are changes with a time between the clocks of UTC and Riga, and none ahead of Riga's")
	case p.flags.justChanged:
		return judge(false, "a product was just changed, and none has a time between the clocks of UTC and Riga")
	}
	return doubt("no product was changed within hours: change one, and run at once with -just-changed")
}

// askStockMoves compares, for some products, the newest balance_updated with what the filter Updated says.
func (p *resicoProbe) askStockMoves(ctx context.Context) finding {
	all, err := p.readBalances(ctx)
	if len(all) == 0 {
		return missing(err)
	}
	asked, after, within := 0, 0, 0
	for _, seen := range all {
		moved := newestMovement(seen.balance)
		if moved.IsZero() {
			continue
		}
		sku := []string{seen.balance.SKU}
		since, err := p.changedAfter(ctx, moved.Add(-time.Second), sku) // the filter leaves out the second itself
		if since < 0 {
			return missing(err)
		}
		later, err := p.changedAfter(ctx, moved.Add(time.Minute), sku)
		if later < 0 {
			return missing(err)
		}
		asked++
		after += int(min(since, 1))
		within += int(min(since, 1) - min(later, 1))
	}
	return judgeMovements(asked, after, within)
}

func judgeMovements(asked, after, within int) finding {
	switch {
	case asked == 0:
		return doubt("no balance has a time of its last movement")
	case after < asked:
		return judge(false, "%d of %d products have an Updated before the last movement of their stock", asked-after, asked)
	case within == 0:
		return doubt("all of %d products were changed again long after the last movement of their stock", asked)
	}
	return judge(true, "none of %d products has an Updated before its last movement; %d have it within a minute", asked, within)
}

// newestMovement returns the newest time of a balance; zero when there is none.
func newestMovement(b resico.DetailedBalance) (newest time.Time) {
	for _, location := range b.Locations {
		if location.Updated.After(newest) {
			newest = location.Updated
		}
	}
	return newest
}

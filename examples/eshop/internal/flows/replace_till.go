package flows

import (
	"context"
	"errors"
	"iter"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// ReplaceTill replaces the stock of a warehouse in VirtualPOS by what can still be sold at one location: the stock there,
// less the orders that leave from there and are not in it yet. The SKU is the external ID of an item there. What the shop
// does not have at the location is set to zero in the warehouse, once everything else was confirmed; the client sees to
// that.
//
// A replacement overwrites what the till has sold since the shop's stock was last brought in, so there is none while
// nothing has changed at the location, and nothing was ordered from it.
type ReplaceTill struct {
	Shop      *shop.Shop
	Store     stockReplacer
	Location  string
	Warehouse string // its external ID in VirtualPOS
	Progress  Progress
}

// stockReplacer is the part of virtpos.StoreService that the till needs.
type stockReplacer interface {
	ReplaceOnHand(
		ctx context.Context, warehouse virtpos.WarehouseRef, feed iter.Seq2[virtpos.OnHandUpdate, error],
		opts virtpos.ReplaceOptions,
	) (virtpos.ReplaceReport, error)
}

// Till says what a replacement did.
type Till struct {
	Products  int    // with a stock at the location that is known
	Negative  int    // of these, below zero there, which is sent as zero
	Unchanged bool   // since the last complete replacement, so nothing was sent
	Updated   int    // rows that were confirmed
	Failed    int    // rows that were not updated
	Unknown   int    // rows that may or may not have been updated
	Zeroed    bool   // whatever was not among them
	Reason    string // why it was not
	Attention
}

// stockPage is how much of the stock is read from the database at a time.
const stockPage = 100

// Run replaces the stock when something has changed, or when it is asked to. A replacement that is not complete is no
// error: what was done is in the Till, with the reason, and the next run does all of it again. Rows are absolute.
//
// A lock in the database keeps other processes from replacing the same stock meanwhile: each would spare what the other
// has updated.
func (f *ReplaceTill) Run(ctx context.Context, everything bool) (done Till, err error) {
	err = f.Shop.Alone(ctx, "till "+f.Warehouse, func() (err error) {
		done, err = f.run(ctx, everything)
		return err
	})
	return done, err
}

func (f *ReplaceTill) run(ctx context.Context, everything bool) (Till, error) {
	done, err := f.compare(ctx)
	if err != nil || done.Unchanged && !everything {
		return done, err
	}
	done.Unchanged = false
	// Until the replacement is complete nobody knows what is there, also when the shop goes back to what was.
	if err := f.Shop.SaveTillStock(ctx, f.Warehouse, nil); err != nil {
		return done, err
	}
	var sent []shop.Quantity
	report, err := f.Store.ReplaceOnHand(ctx, virtpos.ExternalWarehouseID(f.Warehouse), f.feed(ctx, &sent),
		virtpos.ReplaceOptions{Progress: func(row virtpos.RowResult) { f.Progress(row.Index+1, done.Products) }})
	done.Updated, done.Failed, done.Unknown = report.Updated(), report.Failed(), report.Unknown()
	for _, row := range report.Rows {
		if row.Err != nil && !errors.Is(row.Err, shelfwire.ErrIncomplete) { // which is where the run ended
			done.note(Problem{SKU: sent[row.Index].SKU, Kind: rowKind(row.Err), Reason: row.Err.Error()})
		}
	}
	if _, ok := errors.AsType[*virtpos.CheckError](err); ok {
		for _, row := range report.Missing {
			done.note(Problem{SKU: sent[row.Index].SKU, Kind: Unclear, Reason: "has no stock at the till after the replacement"})
		}
	}
	done.Zeroed = report.ZeroOutcome == shelfwire.OutcomeApplied
	if err != nil {
		err = done.incomplete(ctx, err)
		return done, err
	}
	return done, f.Shop.SaveTillStock(context.WithoutCancel(ctx), f.Warehouse, sent)
}

// incomplete keeps the reason, unless the run was broken off.
func (t *Till) incomplete(ctx context.Context, err error) error {
	_, failed := errors.AsType[*virtpos.ReplaceError](err)
	_, emptied := errors.AsType[*virtpos.CheckError](err)
	if !failed && !emptied || ctx.Err() != nil {
		return err
	}
	t.Reason = err.Error()
	return nil
}

// rowKind says who can put a row right. Two products that are one item there are for a person, too.
func rowKind(err error) ProblemKind {
	if isLasting(err) || errors.Is(err, shelfwire.ErrConflict) {
		return Rejected
	}
	return Unclear
}

// compare holds the location against what the warehouse has got. An empty location is not taken for unchanged: it is more
// likely misspelt, and that is for the client to say.
func (f *ReplaceTill) compare(ctx context.Context) (done Till, err error) {
	replaced, err := f.Shop.TillStock(ctx, f.Warehouse)
	if err != nil {
		return Till{}, err
	}
	known := map[string]shelfwire.Decimal{}
	for _, q := range replaced {
		known[q.SKU] = q.Quantity
	}
	same := 0
	for q, err := range f.stock(ctx) {
		if err != nil {
			return Till{}, err
		}
		done.Products++
		if q.Quantity.IsNegative() {
			done.Negative++
		}
		if before, ok := known[q.SKU]; ok && before.Equal(notNegative(q.Quantity)) {
			same++
		}
	}
	done.Unchanged = done.Products > 0 && same == done.Products && same == len(known)
	return done, nil
}

// feed yields the location's stock and keeps what it has yielded. It is asked for a row whenever the network is ready for
// one, so it must not hold the database's one connection meanwhile.
func (f *ReplaceTill) feed(ctx context.Context, sent *[]shop.Quantity) iter.Seq2[virtpos.OnHandUpdate, error] {
	return func(yield func(virtpos.OnHandUpdate, error) bool) {
		for q, err := range f.stock(ctx) {
			q.Quantity = notNegative(q.Quantity)
			update := virtpos.OnHandUpdate{Item: virtpos.ExternalItemID(q.SKU), OnHand: shelfwire.Set(q.Quantity)}
			if err == nil {
				*sent = append(*sent, q)
			}
			if !yield(update, err) {
				return
			}
		}
	}
}

// stock walks through the location's stock, page by page. A failure is the last thing that it yields.
func (f *ReplaceTill) stock(ctx context.Context) iter.Seq2[shop.Quantity, error] {
	return func(yield func(shop.Quantity, error) bool) {
		for behind := ""; ; {
			page, err := f.Shop.SellableAt(ctx, f.Location, behind, stockPage)
			if err != nil {
				yield(shop.Quantity{}, err)
				return
			}
			if len(page) == 0 {
				return
			}
			for _, q := range page {
				if !yield(q, nil) {
					return
				}
			}
			behind = page[len(page)-1].SKU
		}
	}
}

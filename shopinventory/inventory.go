package shopinventory

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

const nameUpdate = "Inventory.Update"

var (
	opGet    = call.Op{Name: "Inventory.Get", Method: http.MethodGet, Effect: shelfwire.EffectRead}
	opSet    = call.Op{Name: nameUpdate, Method: http.MethodPatch, Effect: shelfwire.EffectIdempotent}
	opAdjust = call.Op{Name: nameUpdate, Method: http.MethodPatch, Effect: shelfwire.EffectWrite}
)

// InventoryService reads and writes stock and prices.
type InventoryService struct{ caller *call.Caller }

// Get reads the stock and the prices of a product or variant: GET /inventory/{type}/{identifier}.
//
// For a product that does not exist, a 404 matches shelfwire.ErrNotFound. The vendor does not document the status, and
// shops have been seen to answer 400, which matches shelfwire.ErrInvalid.
func (s *InventoryService) Get(ctx context.Context, ref Ref) (Item, error) {
	var problems check.Problems
	if ref.check(&problems); problems.Err() != nil {
		return Item{}, s.caller.Invalid(opGet, problems.Err())
	}
	var item Item
	err := s.caller.Do(ctx, call.Request{Op: opGet, Path: ref.path()}, func(body []byte) (err error) {
		item, err = readItem(body, ref)
		return err
	})
	if err != nil {
		return Item{}, err
	}
	return item, nil
}

// Update changes stock and prices of a product or variant, and sends exactly what is set: PATCH
// /inventory/{type}/{identifier}. It returns the item as the shop reports it afterwards.
//
// Without [AdjustStock] it sets values, so it is repeated after a lost reply. With AdjustStock it is a write and is
// never sent again once it may have happened. When its outcome is unknown, read the stock and compare it with what it
// was before the call; since orders change it too, the decision is a person's, or that of a count:
//
//	before, err := client.Inventory.Get(ctx, ref)
//	…
//	_, err = client.Inventory.Update(ctx, ref, shopinventory.Update{Stock: shopinventory.AdjustStock(12)})
//	switch shelfwire.OutcomeOf(err) {
//	case shelfwire.OutcomeApplied: // err is nil, or the reply could not be read
//	case shelfwire.OutcomeNotSent, shelfwire.OutcomeRefused:
//		// the stock is as it was: the call can be made again
//	case shelfwire.OutcomeUnknown:
//		after, err := client.Inventory.Get(ctx, ref) // compare after.Stock with before.Stock
//	}
//
// A success is compared with what was set: a stock, a warehouse or a price that the shop reports differently (prices by
// more than a hundredth) is an error that matches shelfwire.ErrConflict, with an unknown outcome, and the item beside it
// is what the shop reports. That is how a shop with the app Multi Warehouse can look that was given a Stock, or one
// without it that was given Warehouses; whether such a shop refuses instead is not documented. An order that came in at
// that very moment can look the same. An adjustment has nothing to be compared with.
//
// Errors match as those of [InventoryService.Get]. A product with variants takes stock and prices on its variants only.
func (s *InventoryService) Update(ctx context.Context, ref Ref, update Update) (Item, error) {
	op := opSet
	if update.adjusts() {
		op = opAdjust
	}
	var problems check.Problems
	ref.check(&problems)
	update.check(&problems)
	if err := problems.Err(); err != nil {
		return Item{}, s.caller.Invalid(op, err)
	}
	var item Item
	err := s.caller.Do(ctx, call.Request{Op: op, Path: ref.path(), Body: update.wire()}, func(body []byte) (err error) {
		if item, err = readItem(body, ref); err != nil {
			return err
		}
		return update.confirm(&item)
	})
	if err != nil && !errors.Is(err, shelfwire.ErrConflict) {
		return Item{}, err
	}
	return item, err
}

// readItem reads a bare object and holds it against what was asked for.
func readItem(body []byte, ref Ref) (Item, error) {
	var item Item
	if err := item.UnmarshalJSON(body); err != nil {
		return Item{}, err
	}
	if item.ID <= 0 {
		return Item{}, noItem(body)
	}
	if !ref.names(&item) {
		return Item{}, fmt.Errorf("%s was asked for, and the product %d with SKU %q and EAN %q came",
			ref, item.ID, item.SKU, item.EAN)
	}
	return item, nil
}

// noItem is a reply with a success status and no item. The words of an error under such a status contradict it: what
// holds is not known.
func noItem(body []byte) error {
	words := call.Reply{Body: body}
	if explain(&words); words.Code != "" || words.Message != "" {
		words.Outcome = shelfwire.OutcomeUnknown
		return &words.Refusal
	}
	return errors.New("the reply has no id")
}

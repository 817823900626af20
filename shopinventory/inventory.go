package shopinventory

import (
	"context"
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
// The response owes the product that was asked for. Any other one, and anything that is no product, is an error that
// matches shelfwire.ErrMalformed, after it was asked for once more. A product is known by its id, or by the SKU or EAN
// that it was asked for by, in which case an id that is missing or cannot be read is zero. An SKU and an EAN are compared
// without regard to capital letters and spaces around them, and as numbers where the shop has made numbers of them. One
// that is left out beside an id says nothing; one that is null or empty is not what was asked for. Everything else is
// best effort: what cannot be read for certain stands in Item.Unread.
//
// For a product that does not exist, a 404 matches shelfwire.ErrNotFound when it has the shop's own error object. The
// vendor does not document the status, and shops have been seen to answer 400, which matches shelfwire.ErrInvalid.
func (s *InventoryService) Get(ctx context.Context, ref ItemRef) (Item, error) {
	var problems check.Problems
	if ref.check(&problems); problems.Err() != nil {
		return Item{}, s.caller.InvalidInput(opGet, problems.Err())
	}
	var item *Item
	err := s.caller.Do(ctx, call.Request{Op: opGet, Path: ref.path()}, func(body []byte) (err error) {
		item, err = s.readItem(body, ref)
		return err
	})
	if err != nil {
		return Item{}, err
	}
	s.warnUnread(ctx, opGet, item)
	return *item, nil
}

// Update changes stock and prices of a product or variant, and sends exactly what is set: PATCH
// /inventory/{type}/{identifier}. It returns the item as the shop reports it afterwards, also beside an error; the zero
// Item where the shop has reported none that was asked for.
//
// Without [AdjustOnHand] it sets values, so it is repeated after a lost response, and once after one that is not the
// shop's. With AdjustOnHand it is a write and is never sent again once it may have happened.
//
// # Outcomes
//
// A success is a response that holds the product that was asked for, as [InventoryService.Get] knows it. The status alone
// proves nothing: a page, PHP's words, an empty body or another product under 200 leave the outcome unknown.
// [shelfwire.OutcomeOf] says of every error:
//
//   - OutcomeNotSent: nothing was sent.
//   - OutcomeRefused: nothing was changed. The shop said so in its own words, or the status means it whoever answers.
//   - OutcomeApplied: the change was made; the response broke off behind the product, and the item holds what came.
//   - OutcomeUnknown: the change may or may not have been made.
//
// A delivery is counted in safely when each line is kept until its outcome is not unknown any more, together with the
// stock that was read before the call. Orders change the stock, too, so what is unknown is for a person, or for a count:
//
//	before, err := client.Inventory.Get(ctx, ref)
//	…
//	_, err = client.Inventory.Update(ctx, ref, shopinventory.Update{Stock: shopinventory.AdjustOnHand(12)})
//	switch shelfwire.OutcomeOf(err) {
//	case shelfwire.OutcomeApplied:
//		// it is in, also when err is not nil: strike the line off
//	case shelfwire.OutcomeNotSent, shelfwire.OutcomeRefused:
//		// the stock is as it was: see what err says, then the call can be made again
//	case shelfwire.OutcomeUnknown:
//		after, err := client.Inventory.Get(ctx, ref) // show a person after.Stock beside before.Stock; do not repeat
//	}
//
// # Confirmation
//
// A success is compared with what was set, prices to two places and stocks to three. A difference is an error that matches
// shelfwire.ErrConflict, with an unknown outcome, and the item beside it is what the shop reports. That is how a shop
// with the app Multi Warehouse can look that was given a Stock; whether such a shop rejects instead is not documented. An
// order that came in at that very moment can look the same.
//
// What the shop leaves out proves nothing: a warehouse that it does not report, so that a shop without that app which was
// given Warehouses can look like a success, and the stock of a product that is not tracked. Warehouses are compared by
// their ID, and by their name where the shop reports no ID. An adjustment has nothing to be compared with, nor has the
// gross price that follows from a net one.
//
// Errors match as those of [InventoryService.Get]. A product with variants takes stock and prices on its variants only.
func (s *InventoryService) Update(ctx context.Context, ref ItemRef, update ItemUpdate) (Item, error) {
	op := opSet
	if update.adjusts() {
		op = opAdjust
	}
	var problems check.Problems
	ref.check(&problems)
	update.check(&problems)
	if err := problems.Err(); err != nil {
		return Item{}, s.caller.InvalidInput(op, err)
	}
	item := new(Item)
	read := func(from func([]byte, ItemRef) (*Item, error)) call.Decoder {
		return func(body []byte) error {
			got, err := from(body, ref)
			if err != nil {
				return err
			}
			item = got
			return update.confirm(item)
		}
	}
	err := s.caller.Do(ctx, call.Request{
		Op: op, Path: ref.path(), Body: update.wire(), Part: read(s.readPart),
	}, read(s.readItem))
	s.warnUnread(ctx, op, item)
	return *item, err
}

func (s *InventoryService) warnUnread(ctx context.Context, op call.Op, item *Item) {
	var counts call.UnreadCounts
	counts.Add(item.Unread)
	s.caller.WarnUnread(ctx, op, counts)
}

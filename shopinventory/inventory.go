package shopinventory

import (
	"context"
	"net/http"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

var (
	opGet    = call.Op{Name: "Inventory.Get", Method: http.MethodGet, Effect: shelfwire.EffectRead}
	opSet    = call.Op{Name: "Inventory.Update", Method: http.MethodPatch, Effect: shelfwire.EffectIdempotent}
	opAdjust = call.Op{Name: "Inventory.Update", Method: http.MethodPatch, Effect: shelfwire.EffectWrite}
)

// InventoryService reads and updates stock and prices.
type InventoryService struct{ caller *call.Caller }

// Get reads the stock and the prices of one product or variant: GET /inventory/{type}/{identifier}. It changes
// nothing on the server.
//
// The response must hold the product that was asked for. When it holds another one, or none, Get asks once more, then
// returns an error that matches shelfwire.ErrMalformed. The product is identified by its id, or by the SKU or EAN of
// the ref; in that case a missing or unreadable id is zero. SKUs and EANs are compared in any case, without
// surrounding spaces, and as numbers where the shop writes them as numbers. A missing SKU or EAN is accepted beside
// an id; one that is null or empty belongs to another product. Other members are best effort: those in an ambiguous
// form are listed in Item.Unread.
//
// The status for an unknown product is undocumented (probe: shopinventory/unknown-id,
// shopinventory/unknown-sku, shopinventory/unknown-ean). A 404 with the shop's error object matches
// shelfwire.ErrNotFound; some shops respond with 400, which matches shelfwire.ErrInvalid.
//
// Guide: "API Stocuri", section "Extragere date produs (sau variantă)", https://www.merchantpro.ro/help/kb/api/stocuri.
func (s *InventoryService) Get(ctx context.Context, ref ItemRef) (Item, error) {
	var problems check.Problems
	if ref.validate(&problems); problems.Err() != nil {
		return Item{}, s.caller.InvalidInput(opGet, problems.Err())
	}
	var item *Item
	err := s.caller.Do(ctx, call.Request{Op: opGet, Path: ref.pathSegments()}, func(body []byte) (err error) {
		item, err = s.readItem(body, ref)
		return err
	})
	if err != nil {
		return Item{}, err
	}
	warnUnread(ctx, s.caller, opGet, item.Unread)
	return *item, nil
}

// Update changes stock and prices of one product or variant: PATCH /inventory/{type}/{identifier}. It sends the
// fields of the update that are set. It returns the item as the shop reports it afterwards, also with an error; the
// zero Item when the shop has not reported it.
//
// Without [AdjustOnHand], Update sets absolute values. It is sent again after a lost response, and once more after a
// foreign response, such as a proxy's. With AdjustOnHand, it is a write: it is sent again only while it cannot have
// been applied.
//
// Guide: "API Stocuri", section "Modificare informație produs (sau variantă)",
// https://www.merchantpro.ro/help/kb/api/stocuri.
//
// # Outcomes
//
// Update has succeeded when the response holds the product that was asked for, as [InventoryService.Get] identifies
// it. A page, the text of a PHP error, an empty body, another product, or a failure beside the product, such as
// "success": false, under 200 leave the outcome unknown.
// [shelfwire.OutcomeOf] classifies every error:
//
//   - OutcomeNotSent: the request was not sent.
//   - OutcomeRejected: the change was rejected, by the shop's error object or by a status that means so from any server.
//   - OutcomeApplied: the change was made; the response broke off behind the product, and the item holds what came.
//   - OutcomeUnknown: the change may or may not have been made.
//
// To book a delivery safely, store each line, with the stock that was read before the call, until its outcome is known.
// Orders change the stock, too, so an unknown outcome takes a person or a stock count to settle:
//
//	before, err := client.Inventory.Get(ctx, ref)
//	…
//	_, err = client.Inventory.Update(ctx, ref, shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(12)})
//	switch shelfwire.OutcomeOf(err) {
//	case shelfwire.OutcomeApplied:
//		// the delivery is booked, even if err is not nil: mark the line as done
//	case shelfwire.OutcomeNotSent, shelfwire.OutcomeRejected:
//		// the stock is unchanged: handle err, then the call can be made again
//	case shelfwire.OutcomeUnknown:
//		after, err := client.Inventory.Get(ctx, ref) // show before.OnHand and after.OnHand to a person; do not repeat
//	}
//
// # Confirmation
//
// The reported item is compared with the values that were set: prices to two places, stocks to three
// (probe: shopinventory/set-on-hand). A difference is an error that matches shelfwire.ErrConflict, with an
// unknown outcome, beside the reported item. A shop with the app Multi Warehouse that was given OnHand can
// fail like this (whether it rejects the update instead is undocumented), and so can an order at the same
// moment.
//
// Values that the shop leaves out are taken as confirmed: warehouses that it does not report, so that Warehouses can
// seem to succeed in a shop without the app, and the stock of an untracked product. Warehouses are matched by ID, or
// by name where the shop reports no ID. Adjustments, and gross prices that follow from net ones, are not compared.
//
// Errors match as those of [InventoryService.Get]. A product with variants accepts stock and prices on its variants
// only.
func (s *InventoryService) Update(ctx context.Context, ref ItemRef, update ItemUpdate) (Item, error) {
	op := opSet
	if update.isAdjustment() {
		op = opAdjust
	}
	var problems check.Problems
	ref.validate(&problems)
	update.validate(&problems)
	if err := problems.Err(); err != nil {
		return Item{}, s.caller.InvalidInput(op, err)
	}
	item := new(Item)
	confirm := func(read func([]byte, ItemRef) (*Item, error)) call.Decoder {
		return func(body []byte) error {
			got, err := read(body, ref)
			if err != nil {
				return err
			}
			item = got
			return update.confirmItem(item)
		}
	}
	err := s.caller.Do(ctx, call.Request{
		Op: op, Path: ref.pathSegments(), Body: update.toWire(), PartialDecoder: confirm(s.readPart),
	}, confirm(s.readItem))
	warnUnread(ctx, s.caller, op, item.Unread)
	return *item, err
}

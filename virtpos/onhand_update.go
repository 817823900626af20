package virtpos

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// OnHandUpdate says what to set of the stock of an item in a warehouse. At least one field beside Warehouse
// and Item must be set. Absent fields are omitted from the request; the guide does not say whether the server
// keeps their values (probe: virtpos/update-keeps).
//
// The guide counts the lot among the values to set. It leaves open whether the lot also selects the row, where
// an item has several rows: compare [OnHandResult].ID of two lots to find out.
type OnHandUpdate struct {
	Warehouse WarehouseRef // required, except in ReplaceOnHand
	Item      ItemRef      // required

	// OnHand is the quantity on hand from now on, in the item's unit; neither negative nor null.
	OnHand shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"`
	// COGS is the cost of goods of one unit, in the company's currency; neither negative nor null.
	COGS shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"`

	// Dates are sent as YYYY-MM-DD, the form in which the provider writes days elsewhere; the guide shows none here. Null
	// sends an empty value, whose effect is undocumented.
	ManufactureDate shelfwire.Opt[shelfwire.Date] `json:",omitzero"`
	ExpiryDate      shelfwire.Opt[shelfwire.Date] `json:",omitzero"`

	// LotNumber is the series or lot; null sends an empty value, as with the dates.
	LotNumber shelfwire.Opt[string] `json:",omitzero"`
}

func (u *OnHandUpdate) validate(problems *check.Problems) {
	u.Warehouse.validate(problems, "Warehouse")
	u.Item.validate(problems, "Item")
	validateNumber(problems, "OnHand", u.OnHand)
	validateNumber(problems, "COGS", u.COGS)
	validateDate(problems, "ManufactureDate", u.ManufactureDate)
	validateDate(problems, "ExpiryDate", u.ExpiryDate)
	if lot, ok := u.LotNumber.Get(); ok {
		problems.Required("LotNumber", lot)
		problems.Text("LotNumber", lot)
	}
	if u.changesNothing() {
		problems.Add("OnHandUpdate", "changes nothing")
	}
}

func validateNumber(problems *check.Problems, field string, number shelfwire.Opt[shelfwire.Decimal]) {
	if number.IsNull() {
		problems.Add(field, "must not be null; a zero is shelfwire.MustDecimal(\"0\")")
	}
	if n, ok := number.Get(); ok {
		problems.Amount(field, n)
	}
}

func validateDate(problems *check.Problems, field string, date shelfwire.Opt[shelfwire.Date]) {
	if d, ok := date.Get(); ok && d.IsZero() {
		problems.Add(field, "is missing")
	} else if ok {
		problems.Date(field, d)
	}
}

// changesNothing reports whether all values are absent.
func (u *OnHandUpdate) changesNothing() bool {
	return *u == OnHandUpdate{Warehouse: u.Warehouse, Item: u.Item}
}

// toForm returns the parameters of an update that go into the body. The hottest call of the package writes them
// without the reflection of go-querystring.
func (u *OnHandUpdate) toForm() (url.Values, error) {
	form := url.Values{}
	err := cmp.Or(
		u.OnHand.EncodeValues("quantity", &form),
		u.ManufactureDate.EncodeValues("manuf_date", &form),
		u.COGS.EncodeValues("cogs", &form),
		u.ExpiryDate.EncodeValues("expir_date", &form),
		u.LotNumber.EncodeValues("lot_number", &form),
	)
	return form, err
}

// OnHandResult is the server's response to an update. The ids of the item and the warehouse are checked against
// the request; everything else is best effort.
type OnHandResult struct {
	ID          int64               // undocumented; probably the id of the stock row
	ItemID      int64               // in VirtualPOS; 0 when it is missing from the response
	WarehouseID int64               // in VirtualPOS; 0 when it is missing from the response
	IsNew       shelfwire.Opt[bool] `json:",omitzero"` // the stock was recorded for the first time
	// OnHandBefore is the quantity on hand before the update: before its last attempt, when it was retried.
	OnHandBefore shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"`
	Extra        []Element                        // elements unknown to this package

	// Unread are the members whose form could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// UpdateOnHand sets the stock of an item in a warehouse: POST /store/updateOnhand; guide "API :: Store",
// "Изменение данных".
//
// The guide's cycle for replacing a stock relies on absolute quantities, so the call counts as one that sets
// values and is retried after a lost response. Like every absolute quantity, it overwrites a sale made at the
// till between the count and the update.
//
// A response with success 1 confirms the update. What cannot be read for certain in the rest of it is listed in
// Unread of the result. When every response breaks off after success 1, the error has the outcome applied, and
// the result holds the complete elements. A response about another item or warehouse, or one that lacks
// success, matches shelfwire.ErrMalformed with the outcome unknown, after one retry.
//
// The guide leaves open what the server does for an unknown item or warehouse (probe: virtpos/unknown-item,
// virtpos/unknown-warehouse).
func (s *StoreService) UpdateOnHand(ctx context.Context, update OnHandUpdate) (OnHandResult, error) {
	s.locks.countChange(update.Warehouse)
	defer s.locks.countChange(update.Warehouse) // it may be carried out at any time until now
	result, err := s.updateOnHand(ctx, &update)
	var unread call.UnreadCounts
	unread.Add(result.Unread)
	s.caller.WarnUnread(ctx, opUpdateOnHand, unread)
	return result, err
}

func (s *StoreService) updateOnHand(ctx context.Context, update *OnHandUpdate) (result OnHandResult, err error) {
	var problems check.Problems
	if update.validate(&problems); problems.Err() != nil {
		return result, s.caller.InvalidInput(opUpdateOnHand, problems.Err())
	}
	free, err := update.toForm()
	if err != nil {
		return result, s.caller.InvalidInput(opUpdateOnHand, err)
	}
	p := params{queryOnly: formatXML(), queryOrBody: free}
	update.Warehouse.setParam(p.queryOnly, "warehouseid")
	update.Item.setParam(p.queryOnly, "itemid")
	err = s.callAction(ctx, opUpdateOnHand, "updateOnhand", p, func(t *tree) error {
		read := readOnHandResult(t, s.redact)
		if err := update.verifyResponse(t, &read); err != nil {
			return err
		}
		result = read
		return nil
	})
	return result, err
}

// readOnHandResult reads the response to an update.
func readOnHandResult(t *tree, redact redactor) (result OnHandResult) {
	notes := unreadNotes{redact: redact}
	r := fieldReader{tree: t, notes: &notes}
	for n := range t.children(0) {
		switch r.lowerCaseName(n) {
		case "success", "info", "type":
		case "id":
			readField(&r, n, fieldID, &result.ID, readWhole)
		case "itemid":
			readField(&r, n, fieldItemID, &result.ItemID, readWhole)
		case "warehouseid":
			readField(&r, n, fieldWarehouseID, &result.WarehouseID, readWhole)
		case "isnew":
			readField(&r, n, fieldIsNew, &result.IsNew, readFlag)
		case "quantity_before":
			readField(&r, n, fieldQuantity, &result.OnHandBefore, readDecimal)
		default:
			result.Extra = append(result.Extra, t.copyElement(n))
		}
	}
	result.Unread = notes.takeUnread()
	return result
}

// lowerCaseName returns an element's name in lower case, unless the root holds another element of exactly that
// name.
func (r *fieldReader) lowerCaseName(n int) string {
	name := r.tree.nodes[n].name
	if small := strings.ToLower(name); small != name && !r.tree.hasChild(small) {
		return small
	}
	return name
}

// verifyResponse returns an error for a response about another item, another warehouse or another call.
func (u *OnHandUpdate) verifyResponse(t *tree, result *OnHandResult) error {
	if t.hasChild("warehouses") {
		return errors.New("the response lists stock, and does not confirm an update")
	}
	if err := u.Warehouse.verifyID("warehouse", result.WarehouseID); err != nil {
		return err
	}
	return u.Item.verifyID("item", result.ItemID)
}

// verifyID returns an error when the id in a response differs from the one in the request.
func (r ref) verifyID(what string, id int64) error {
	if id == 0 || r.external != "" || id == r.id {
		return nil
	}
	return fmt.Errorf("%s was to be changed, and %s %d was", r.describeAs(what), what, id)
}

package virtpos

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/google/go-querystring/query"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

var opUpdateOnHand = call.Op{
	Name: "Store.UpdateOnHand", Method: http.MethodPost, Effect: shelfwire.EffectIdempotent,
}

// OnHandUpdate holds what to change of the stock of an item in a warehouse. At least one field must be set; what is
// absent is not sent, and likely to stay as it is, which is not documented.
//
// The guide counts the lot among what can be changed. Whether it also picks the row that is changed, where an item has
// several, is not documented: compare [OnHandResult].ID of two lots.
type OnHandUpdate struct {
	Warehouse WarehouseRef // required, except in ReplaceOnHand
	Item      ItemRef      // required

	OnHand shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // on hand from now on, in the item's unit; not negative, not null
	COGS   shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // cost of goods of one unit; not negative, not null

	// Dates are sent as YYYY-MM-DD, the form in which the provider writes days elsewhere; it documents none here. Null
	// sends an empty value, and what that does is not documented.
	ManufactureDate shelfwire.Opt[shelfwire.Date] `json:",omitzero"`
	ExpiryDate      shelfwire.Opt[shelfwire.Date] `json:",omitzero"`

	LotNumber shelfwire.Opt[string] `json:",omitzero"` // series or lot; null as with dates
}

func (u *OnHandUpdate) check(problems *check.Problems) {
	u.Warehouse.check(problems, "Warehouse")
	u.Item.check(problems, "Item")
	checkNumber(problems, "Quantity", u.OnHand)
	checkNumber(problems, "COGS", u.COGS)
	checkDate(problems, "ManufactureDate", u.ManufactureDate)
	checkDate(problems, "ExpiryDate", u.ExpiryDate)
	if lot, ok := u.LotNumber.Get(); ok {
		problems.Required("LotNumber", lot)
		problems.Text("LotNumber", lot)
	}
	if u.form() == (onHandForm{}) {
		problems.Add("OnHandUpdate", "changes nothing")
	}
}

func checkNumber(problems *check.Problems, field string, number shelfwire.Opt[shelfwire.Decimal]) {
	if number.IsNull() {
		problems.Add(field, "must not be null; a zero is shelfwire.MustDecimal(\"0\")")
	}
	if n, ok := number.Get(); ok {
		problems.Amount(field, n)
	}
}

func checkDate(problems *check.Problems, field string, date shelfwire.Opt[shelfwire.Date]) {
	if d, ok := date.Get(); ok && d.IsZero() {
		problems.Add(field, "is missing")
	} else if ok {
		problems.Date(field, d)
	}
}

// onHandForm is what of an update goes into the body.
type onHandForm struct {
	Quantity        shelfwire.Opt[shelfwire.Decimal] `url:"quantity"`
	ManufactureDate shelfwire.Opt[shelfwire.Date]    `url:"manuf_date"`
	COGS            shelfwire.Opt[shelfwire.Decimal] `url:"cogs"`
	ExpiryDate      shelfwire.Opt[shelfwire.Date]    `url:"expir_date"`
	LotNumber       shelfwire.Opt[string]            `url:"lot_number"`
}

func (u *OnHandUpdate) form() onHandForm {
	return onHandForm{
		Quantity: u.OnHand, ManufactureDate: u.ManufactureDate, COGS: u.COGS, ExpiryDate: u.ExpiryDate,
		LotNumber: u.LotNumber,
	}
}

// OnHandResult is what the server says about an update. Only the ids of the item and the warehouse are held against what
// was asked for; everything else is best effort.
type OnHandResult struct {
	ID          int64               // not documented; likely that of the stock row
	ItemID      int64               // in VirtualPOS; 0 when it did not come
	WarehouseID int64               // in VirtualPOS; 0 when it did not come
	IsNew       shelfwire.Opt[bool] `json:",omitzero"` // the stock was recorded for the first time
	// OnHandBefore is on hand before the update; before its repetition, when it was repeated.
	OnHandBefore shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"`
	Extra        []Element                        // what this module does not know

	// Unread are the members that came in a form which could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// UpdateOnHand sets the stock of an item in a warehouse: POST /store/updateOnhand.
//
// The guide's own cycle for replacing a stock makes sense only when the quantity is absolute, so the call counts as one
// that sets values, and is repeated after a lost response. A sale at the till between a count and the update is
// overwritten, as with every absolute stock.
//
// A response with success 1 confirms the update, in whatever form the rest of it comes: what cannot be read for certain
// stands in Unread of the result. Of a response that breaks off behind success 1 each time, the error has the outcome
// applied, and the result beside it what came whole. A response about another item or warehouse, or without success, has
// the outcome unknown and matches shelfwire.ErrMalformed, once it has come twice.
//
// What the server does for an item or a warehouse that it does not know is not documented.
func (s *StoreService) UpdateOnHand(ctx context.Context, update OnHandUpdate) (OnHandResult, error) {
	s.warehouses.change(update.Warehouse)
	result, err := s.updateOnHand(ctx, &update)
	var unread call.UnreadCounts
	unread.Add(result.Unread)
	s.caller.WarnUnread(ctx, opUpdateOnHand, unread)
	return result, err
}

func (s *StoreService) updateOnHand(ctx context.Context, update *OnHandUpdate) (result OnHandResult, err error) {
	var problems check.Problems
	if update.check(&problems); problems.Err() != nil {
		return result, s.caller.InvalidInput(opUpdateOnHand, problems.Err())
	}
	free, err := query.Values(update.form())
	if err != nil {
		return result, s.caller.InvalidInput(opUpdateOnHand, err)
	}
	p := params{getOnly: formatXML(), free: free}
	update.Warehouse.put(p.getOnly, "warehouseid")
	update.Item.put(p.getOnly, "itemid")
	err = s.do(ctx, opUpdateOnHand, "updateOnhand", p, func(t *tree) error {
		read := readOnHandResult(t, s.redact)
		if err := update.confirm(t, &read); err != nil {
			return err
		}
		result = read
		return nil
	})
	return result, err
}

// readOnHandResult reads the response to an update, of which everything is best effort.
func readOnHandResult(t *tree, redact redactor) (result OnHandResult) {
	notes := notes{redact: redact}
	r := record{tree: t, notes: &notes}
	for n := range t.children(0) {
		switch r.fieldName(n) {
		case "success", "info", "type":
		case "id":
			read(&r, n, fieldID, &result.ID, readWhole)
		case "itemid":
			read(&r, n, fieldItemID, &result.ItemID, readWhole)
		case "warehouseid":
			read(&r, n, fieldWarehouseID, &result.WarehouseID, readWhole)
		case "isnew":
			read(&r, n, fieldIsNew, &result.IsNew, readFlag)
		case "quantity_before":
			read(&r, n, fieldQuantity, &result.OnHandBefore, readDecimal)
		default:
			result.Extra = append(result.Extra, t.element(n))
		}
	}
	result.Unread = notes.take()
	return result
}

// fieldName is an element's name in small letters, unless the field of that name came in an element of its own.
func (r *record) fieldName(n int) string {
	name := r.tree.nodes[n].name
	if small := strings.ToLower(name); small != name && !r.tree.hasChild(0, small) {
		return small
	}
	return name
}

// confirm says whether something else was changed, or done, than was asked for.
func (u *OnHandUpdate) confirm(t *tree, result *OnHandResult) error {
	if t.hasChild(0, "warehouses") {
		return errors.New("the response lists stock, and does not confirm an update")
	}
	if err := u.Warehouse.confirm("warehouse", result.WarehouseID); err != nil {
		return err
	}
	return u.Item.confirm("item", result.ItemID)
}

// confirm says whether another one was changed than was asked for.
func (r ref) confirm(what string, id int64) error {
	if id == 0 || r.external != "" || id == r.id {
		return nil
	}
	return fmt.Errorf("%s was to be changed, and %s %d was", r.text(what), what, id)
}

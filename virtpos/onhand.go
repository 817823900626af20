package virtpos

import (
	"context"
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
	Warehouse Warehouse // required, except in ReplaceOnHand
	Item      Item      // required

	Quantity shelfwire.Opt[shelfwire.Decimal] // on hand from now on, in the item's unit; not negative, not null
	COGS     shelfwire.Opt[shelfwire.Decimal] // cost of goods of one unit; not negative, not null

	// Dates are sent as YYYY-MM-DD, the form in which the provider writes days elsewhere; it documents none here. Null
	// sends an empty value, and what that does is not documented.
	ManufactureDate shelfwire.Opt[shelfwire.Date]
	ExpiryDate      shelfwire.Opt[shelfwire.Date]

	LotNumber shelfwire.Opt[string] // series or lot; null as with dates
}

func (u *OnHandUpdate) check(problems *check.Problems) {
	u.Warehouse.check(problems, "Warehouse")
	u.Item.check(problems, "Item")
	checkNumber(problems, "Quantity", u.Quantity)
	checkNumber(problems, "COGS", u.COGS)
	checkDate(problems, "ManufactureDate", u.ManufactureDate)
	checkDate(problems, "ExpiryDate", u.ExpiryDate)
	if lot, ok := u.LotNumber.Get(); ok {
		problems.Required("LotNumber", lot)
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
		Quantity: u.Quantity, ManufactureDate: u.ManufactureDate, COGS: u.COGS, ExpiryDate: u.ExpiryDate,
		LotNumber: u.LotNumber,
	}
}

// OnHandResult is what the server says about an update.
type OnHandResult struct {
	ID             int64                            // not documented; likely that of the stock row
	ItemID         int64                            // in VirtualPOS; 0 when it did not come
	WarehouseID    int64                            // in VirtualPOS; 0 when it did not come
	IsNew          shelfwire.Opt[bool]              // the stock was recorded for the first time
	QuantityBefore shelfwire.Opt[shelfwire.Decimal] // on hand before the update; before its repetition, when it was repeated
	Extra          []Element                        // what this module does not know
}

// UpdateOnHand sets the stock of an item in a warehouse: POST /store/updateOnhand.
//
// The guide's own cycle for replacing a stock makes sense only when the quantity is absolute, so the call counts as one
// that sets values, and is repeated after a lost reply. A sale at the till between a count and the update is
// overwritten, as with every absolute stock.
//
// What the server does for an item or a warehouse that it does not know is not documented.
func (s *StoreService) UpdateOnHand(ctx context.Context, update OnHandUpdate) (OnHandResult, error) {
	var problems check.Problems
	if update.check(&problems); problems.Err() != nil {
		return OnHandResult{}, s.caller.Invalid(opUpdateOnHand, problems.Err())
	}
	free, err := query.Values(update.form())
	if err != nil {
		return OnHandResult{}, s.caller.Invalid(opUpdateOnHand, err)
	}
	p := params{getOnly: formatXML(), free: free}
	update.Warehouse.put(p.getOnly, "warehouseid")
	update.Item.put(p.getOnly, "itemid")
	var result OnHandResult
	err = s.do(ctx, opUpdateOnHand, "updateOnhand", p, func(root Element) (err error) {
		result, err = readOnHandResult(root, &update)
		return err
	})
	if err != nil {
		return OnHandResult{}, err
	}
	return result, nil
}

// readOnHandResult reads the reply and holds it against what was asked for.
func readOnHandResult(root Element, update *OnHandUpdate) (r OnHandResult, err error) {
	for _, e := range root.Children {
		switch strings.ToLower(e.Name) {
		case "success", "info", "type":
		case "id":
			r.ID, err = e.whole()
		case "itemid":
			r.ItemID, err = e.whole()
		case "warehouseid":
			r.WarehouseID, err = e.whole()
		case "isnew":
			r.IsNew, err = e.flag()
		case "quantity_before":
			r.QuantityBefore, err = e.number()
		default:
			r.Extra = append(r.Extra, e)
		}
		if err != nil {
			return OnHandResult{}, err
		}
	}
	if err := update.Warehouse.confirm("warehouse", r.WarehouseID); err != nil {
		return OnHandResult{}, err
	}
	return r, update.Item.confirm("item", r.ItemID)
}

// confirm says whether another one was changed than was asked for.
func (r ref) confirm(what string, id int64) error {
	if id == 0 || r.external != "" || id == r.id {
		return nil
	}
	return fmt.Errorf("%s was to be changed, and %s %d was", r.text(what), what, id)
}

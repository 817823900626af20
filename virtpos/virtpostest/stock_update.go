package virtpostest

import (
	"strings"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// stockUpdate holds the values that a call of updateOnhand sets. Absent ones stay.
type stockUpdate struct {
	lot             string
	quantity, cogs  shelfwire.Opt[shelfwire.Decimal]
	manufac, expiry shelfwire.Opt[shelfwire.Date]
}

// updateOnHand changes a row, or adds it.
func (s *Server) updateOnHand(c *call) (fake.Response, *rejection) {
	ws, err := s.store.warehouseOf(c)
	if err != nil {
		return fake.Response{}, err
	}
	item, err := s.store.itemOf(c)
	if err != nil {
		return fake.Response{}, err
	}
	u, err := c.parseUpdate()
	if err != nil {
		return fake.Response{}, err
	}
	row, isNew := s.store.findOrAddRow(ws, rowKey{item.ID, u.lot})
	before := *row
	u.applyTo(row)
	row.Version = c.rowVersion(ws, &before, row)
	return c.writeResponse(func(d document) {
		d.writeFlag("success", true)
		d.writeInt("id", row.ID)
		d.writeInt("itemid", row.ItemID)
		d.writeInt("warehouseid", row.WarehouseID)
		d.writeFlag("isnew", isNew)
		if odd := c.quirks.quantityBefore; odd != "" {
			d.writeText("quantity_before", odd)
		} else {
			d.writeNumber("quantity_before", before.OnHand.String())
		}
	}), nil
}

func (u *stockUpdate) applyTo(row *Row) {
	row.OnHand, row.COGS = u.quantity.Or(row.OnHand), u.cogs.Or(row.COGS)
	row.ManufactureDate, row.ExpiryDate = u.manufac.Or(row.ManufactureDate), u.expiry.Or(row.ExpiryDate)
}

func (c *call) parseUpdate() (u stockUpdate, err *rejection) {
	if u.lot = c.param("lot_number"); !utf8.ValidString(u.lot) {
		return u, newRejection("lot_number is not in UTF-8")
	}
	if u.quantity, err = c.amountParam("quantity", quantityPlaces); err != nil {
		return u, err
	}
	if u.cogs, err = c.amountParam("cogs", moneyPlaces); err != nil {
		return u, err
	}
	if u.manufac, err = c.dateParam("manuf_date"); err != nil {
		return u, err
	}
	u.expiry, err = c.dateParam("expir_date")
	return u, err
}

// amountParam returns a number, which must be neither negative nor empty.
func (c *call) amountParam(name string, places int32) (amount shelfwire.Opt[shelfwire.Decimal], err *rejection) {
	text, sent := c.lookupParam(name)
	if !sent {
		return amount, nil
	}
	d, notDecimal := shelfwire.ParseDecimal(text)
	switch {
	case notDecimal != nil || strings.ContainsAny(text, "eE+"):
		return amount, newRejection(name + " is not a number")
	case d.Sign() < 0:
		return amount, newRejection(name + " is negative")
	}
	return shelfwire.Set(roundTo(d, places)), nil
}

// dateParam returns a day. An empty one clears the date.
func (c *call) dateParam(name string) (date shelfwire.Opt[shelfwire.Date], err *rejection) {
	text, sent := c.lookupParam(name)
	switch {
	case !sent:
		return date, nil
	case text == "":
		return shelfwire.Set(shelfwire.Date{}), nil
	}
	day, notDate := shelfwire.ParseDate(text)
	if notDate != nil {
		return date, newRejection(name + " is not a date in the form YYYY-MM-DD")
	}
	return shelfwire.Set(day), nil
}

func formatFlag(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

package virtpostest

import (
	"strings"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// update is what a call of updateOnhand changes: what is absent stays.
type update struct {
	lot             string
	quantity, cogs  shelfwire.Opt[shelfwire.Decimal]
	manufac, expiry shelfwire.Opt[shelfwire.Date]
}

// updateOnHand changes a row, or adds it.
func (s *Server) updateOnHand(c *call) (fake.Response, *refusal) {
	sh, err := s.store.shelfOf(c)
	if err != nil {
		return fake.Response{}, err
	}
	item, err := s.store.itemOf(c)
	if err != nil {
		return fake.Response{}, err
	}
	u, err := c.readUpdate()
	if err != nil {
		return fake.Response{}, err
	}
	row, isNew := s.store.row(sh, rowKey{item.ID, u.lot})
	before := *row
	u.apply(row)
	row.Version = c.rowVersion(sh, &before, row)
	return c.reply(func(d document) {
		d.flag("success", true)
		d.whole("id", row.ID)
		d.whole("itemid", row.ItemID)
		d.whole("warehouseid", row.WarehouseID)
		d.flag("isnew", isNew)
		if odd := c.style.quantityBefore; odd != "" {
			d.text("quantity_before", odd)
		} else {
			d.number("quantity_before", before.OnHand.String())
		}
	}), nil
}

func (u *update) apply(row *Row) {
	row.OnHand, row.COGS = u.quantity.Or(row.OnHand), u.cogs.Or(row.COGS)
	row.ManufactureDate, row.ExpiryDate = u.manufac.Or(row.ManufactureDate), u.expiry.Or(row.ExpiryDate)
}

func (c *call) readUpdate() (u update, err *refusal) {
	if u.lot = c.free("lot_number"); !utf8.ValidString(u.lot) {
		return u, refuse("lot_number is not in UTF-8")
	}
	if u.quantity, err = c.amount("quantity", quantityPlaces); err != nil {
		return u, err
	}
	if u.cogs, err = c.amount("cogs", moneyPlaces); err != nil {
		return u, err
	}
	if u.manufac, err = c.date("manuf_date"); err != nil {
		return u, err
	}
	u.expiry, err = c.date("expir_date")
	return u, err
}

// amount reads a number that must not be negative, nor empty when it is sent.
func (c *call) amount(name string, places int32) (amount shelfwire.Opt[shelfwire.Decimal], err *refusal) {
	text, sent := c.sent(name)
	if !sent {
		return amount, nil
	}
	d, notDecimal := shelfwire.ParseDecimal(text)
	switch {
	case notDecimal != nil || strings.ContainsAny(text, "eE+"):
		return amount, refuse(name + " is not a number")
	case d.Sign() < 0:
		return amount, refuse(name + " is negative")
	}
	return shelfwire.Set(fixed(d, places)), nil
}

// date reads a day. An empty one is sent to clear it.
func (c *call) date(name string) (date shelfwire.Opt[shelfwire.Date], err *refusal) {
	text, sent := c.sent(name)
	switch {
	case !sent:
		return date, nil
	case text == "":
		return shelfwire.Set(shelfwire.Date{}), nil
	}
	day, notDate := shelfwire.ParseDate(text)
	if notDate != nil {
		return date, refuse(name + " is not a date in the form YYYY-MM-DD")
	}
	return shelfwire.Set(day), nil
}

func flag(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

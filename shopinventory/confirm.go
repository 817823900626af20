package shopinventory

import (
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// confirm holds what the shop reports against what was set. What it leaves out, or what cannot be read, proves nothing.
func (u *ItemUpdate) confirm(item *Item) error {
	var d differences
	d.addTracking(u.InventoryEnabled, item.InventoryEnabled)
	if stock, ok := u.OnHand.Get(); ok && !stock.adjust && u.proves(item, item.OnHand) {
		d.add("a stock of", stock.quantity, item.OnHand, stockPlaces)
	}
	warehouses, _ := u.Warehouses.Get()
	for i := range warehouses {
		if got := item.stockIn(&warehouses[i]); u.proves(item, got) {
			d.add("in "+warehouses[i].label()+" a stock of", warehouses[i].OnHand, got, stockPlaces)
		}
	}
	d.addPrice("a net price of", u.PriceNet, item.PriceNet)
	d.addPrice("a gross price of", u.PriceGross, item.PriceGross)
	d.addPrice("an old net price of", u.OldPriceNet, item.OldPriceNet)
	d.addPrice("an old gross price of", u.OldPriceGross, item.OldPriceGross)
	return d.err()
}

// proves reports whether a stock says anything. That of a product that is not tracked does not; where the shop does not
// say whether it is, a zero may stand for that.
func (u *ItemUpdate) proves(item *Item, stock shelfwire.Opt[shelfwire.Decimal]) bool {
	if tracked, ok := item.InventoryEnabled.Get(); ok {
		return tracked
	}
	is, ok := stock.Get()
	return ok && (!is.IsZero() || u.InventoryEnabled.Or(false))
}

// differences are where the shop reports something else than was set.
type differences []string

func (d *differences) err() error {
	if len(*d) == 0 {
		return nil
	}
	return &call.APIError{
		Kind: shelfwire.ErrConflict, Outcome: shelfwire.OutcomeUnknown,
		Message: "the shop answered with success, but reports " + strings.Join(*d, ", "),
	}
}

func (d *differences) addTracking(set, got shelfwire.Opt[bool]) {
	was, isSet := set.Get()
	if is, ok := got.Get(); ok && isSet && is != was {
		*d = append(*d, fmt.Sprintf("inventory_enabled %t where %t was set", is, was))
	}
}

func (d *differences) addPrice(what string, set, got shelfwire.Opt[shelfwire.Decimal]) {
	if price, ok := set.Get(); ok {
		d.add(what, price, got, pricePlaces)
	}
}

func (d *differences) add(what string, set shelfwire.Decimal, got shelfwire.Opt[shelfwire.Decimal], places int32) {
	if is, ok := got.Get(); ok && !agree(set, is, places) {
		*d = append(*d, fmt.Sprintf("%s %s where %s was set", what, is, set))
	}
}

// The places to which numbers are compared, however many they were sent with: a shop may round a price to hundredths, the
// platform knows three places of a stock, and what PHP writes of a number may be off in its seventeenth digit.
const (
	pricePlaces = 2
	stockPlaces = 3
)

// agree reports whether a number, rounded to so many places, is what was set. When more places were set than that, both
// neighbours of a half are.
func agree(set, is shelfwire.Decimal, places int32) bool {
	difference := is.Round(places).Sub(set).Abs()
	return !difference.Shift(places).Mul(shelfwire.NewDecimal(2).Decimal).GreaterThan(shelfwire.NewDecimal(1).Decimal)
}

// stockIn finds the stock of a warehouse among those that the shop reports.
func (i *Item) stockIn(w *WarehouseUpdate) (stock shelfwire.Opt[shelfwire.Decimal]) {
	closest := otherWarehouse
	for _, place := range i.Warehouses {
		if l := w.likeness(&place); l > closest {
			closest, stock = l, place.OnHand
		}
	}
	return stock
}

// likeness is how well a warehouse that the shop reports fits the one that was named.
type likeness uint8

const (
	otherWarehouse likeness = iota
	likeName                // but for capital letters and spaces around it
	exactName
	exactID
)

// likeness goes by the ID, and by the name where either of the two has none.
func (w *WarehouseUpdate) likeness(place *Warehouse) likeness {
	switch {
	case w.ID != 0 && place.ID == w.ID:
		return exactID
	case w.ID != 0 && place.ID != 0, strings.TrimSpace(w.Name) == "":
		return otherWarehouse
	case place.Name == w.Name:
		return exactName
	case sameName(place.Name, w.Name):
		return likeName
	default:
		return otherWarehouse
	}
}

func (w *WarehouseUpdate) label() string {
	if w.ID != 0 {
		return fmt.Sprintf("warehouse %d", w.ID)
	}
	return fmt.Sprintf("warehouse %q", w.Name)
}

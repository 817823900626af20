package shopinventory

import (
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// confirmItem compares the reported item with the values that were set, and returns an error for differences. Values
// that are missing or unreadable are skipped.
func (u *ItemUpdate) confirmItem(item *Item) error {
	var d differences
	d.addTracking(u.InventoryEnabled, item.InventoryEnabled)
	if change, ok := u.OnHand.Get(); ok && !change.adjust && u.provesOnHand(item, item.OnHand) {
		d.addNumber("a stock of", change.quantity, item.OnHand, onHandPlaces)
	}
	warehouses, _ := u.Warehouses.Get()
	for i := range warehouses {
		if got := item.onHandIn(&warehouses[i]); u.provesOnHand(item, got) {
			d.addNumber("in "+warehouses[i].describeWarehouse()+" a stock of", warehouses[i].OnHand, got, onHandPlaces)
		}
	}
	d.addPrice("a net price of", u.PriceNet, item.PriceNet)
	d.addPrice("a gross price of", u.PriceGross, item.PriceGross)
	d.addPrice("an old net price of", u.OldPriceNet, item.OldPriceNet)
	d.addPrice("an old gross price of", u.OldPriceGross, item.OldPriceGross)
	return d.asError()
}

// provesOnHand reports whether a reported stock is meaningful, which that of an untracked product is not. When the shop
// leaves open whether it tracks the product, a zero may stand for an untracked one.
func (u *ItemUpdate) provesOnHand(item *Item, onHand shelfwire.Opt[shelfwire.Decimal]) bool {
	if tracked, ok := item.InventoryEnabled.Get(); ok {
		return tracked
	}
	is, ok := onHand.Get()
	return ok && (!is.IsZero() || u.InventoryEnabled.Or(false))
}

// differences describe the values that the shop reports in place of those that were set.
type differences []string

func (d *differences) asError() error {
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
		d.addNumber(what, price, got, pricePlaces)
	}
}

func (d *differences) addNumber(what string, set shelfwire.Decimal, got shelfwire.Opt[shelfwire.Decimal], places int32) {
	if is, ok := got.Get(); ok && !check.EqualAtPlaces(set, is, places) {
		*d = append(*d, fmt.Sprintf("%s %s where %s was set", what, is, set))
	}
}

// The decimal places to which numbers are compared: a shop may round prices to hundredths, the platform keeps three
// places of a stock, and PHP may write a number off by its seventeenth digit.
const (
	pricePlaces  = 2
	onHandPlaces = 3
)

// onHandIn returns the reported stock of the warehouse that matches an update best; absent when none does.
func (i *Item) onHandIn(w *WarehouseUpdate) (onHand shelfwire.Opt[shelfwire.Decimal]) {
	best := otherWarehouse
	for _, reported := range i.Warehouses {
		if match := w.matchWarehouse(&reported); match > best {
			best, onHand = match, reported.OnHand
		}
	}
	return onHand
}

// warehouseMatch is how well a reported warehouse matches the one of an update; greater is better.
type warehouseMatch uint8

const (
	otherWarehouse warehouseMatch = iota
	similarName                   // apart from case and surrounding spaces
	exactName
	exactID
)

// matchWarehouse compares by ID, or by name where either of the two has no ID.
func (w *WarehouseUpdate) matchWarehouse(reported *Warehouse) warehouseMatch {
	switch {
	case w.ID != 0 && reported.ID == w.ID:
		return exactID
	case w.ID != 0 && reported.ID != 0, strings.TrimSpace(w.Name) == "":
		return otherWarehouse
	case reported.Name == w.Name:
		return exactName
	case sameName(reported.Name, w.Name):
		return similarName
	default:
		return otherWarehouse
	}
}

// describeWarehouse names the warehouse for a message.
func (w *WarehouseUpdate) describeWarehouse() string {
	if w.ID != 0 {
		return fmt.Sprintf("warehouse %d", w.ID)
	}
	return fmt.Sprintf("warehouse %q", w.Name)
}

package shopinventory

import (
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// confirm holds what the shop reports against what was set. A number that it leaves out proves nothing.
func (u *Update) confirm(item *Item) error {
	var differ []string
	note := func(what string, set shelfwire.Decimal, got shelfwire.Opt[shelfwire.Decimal], tolerance shelfwire.Decimal) {
		if is, ok := got.Get(); ok && is.Sub(set.Decimal).Abs().GreaterThan(tolerance.Decimal) {
			differ = append(differ, fmt.Sprintf("%s %s where %s was set", what, is, set))
		}
	}
	exactly := shelfwire.NewDecimal(0)
	if stock, ok := u.Stock.Get(); ok && !stock.adjust {
		note("a stock of", stock.quantity, item.Stock, exactly)
	}
	if warehouses, ok := u.Warehouses.Get(); ok {
		for _, w := range warehouses {
			if got, found := item.warehouse(w); found {
				note("a stock of", w.Stock, got.Stock, exactly)
			} else {
				differ = append(differ, "no "+w.name())
			}
		}
	}
	for _, price := range []struct {
		name     string
		set, got shelfwire.Opt[shelfwire.Decimal]
	}{
		{"a net price of", u.PriceNet, item.PriceNet}, {"a gross price of", u.PriceGross, item.PriceGross},
		{"an old net price of", u.OldPriceNet, item.OldPriceNet},
		{"an old gross price of", u.OldPriceGross, item.OldPriceGross},
	} {
		if set, ok := price.set.Get(); ok {
			note(price.name, set, price.got, shelfwire.MustDecimal("0.01"))
		}
	}
	if len(differ) == 0 {
		return nil
	}
	return &call.Refusal{
		Kind: shelfwire.ErrConflict, Outcome: shelfwire.OutcomeUnknown,
		Message: "the shop answered with success, but reports " + strings.Join(differ, ", "),
	}
}

// warehouse finds a warehouse by its ID, or by its name when that is all there is.
func (i *Item) warehouse(w WarehouseStock) (Warehouse, bool) {
	for _, place := range i.Warehouses {
		if w.ID != 0 && place.ID == w.ID || w.ID == 0 && sameName(place.Name, w.Name) {
			return place, true
		}
	}
	return Warehouse{}, false
}

func sameName(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }

func (w *WarehouseStock) name() string {
	if w.ID != 0 {
		return fmt.Sprintf("warehouse %d", w.ID)
	}
	return fmt.Sprintf("warehouse %q", w.Name)
}

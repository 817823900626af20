package shopinventory

import (
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

func (u *ItemUpdate) validate(problems *check.Problems) {
	if u.isEmpty() {
		problems.Add("Update", "changes nothing")
	}
	if !u.OnHand.IsZero() && !u.Warehouses.IsZero() {
		problems.Add("OnHand", "and Warehouses exclude each other: a shop with warehouses takes no other stock")
	}
	if change, ok := u.OnHand.Get(); ok {
		change.validate(problems)
	}
	if warehouses, ok := u.Warehouses.Get(); ok {
		validateWarehouses(problems, warehouses)
	}
	validatePrices(problems, "Price", u.PriceNet, u.PriceGross)
	validatePrices(problems, "OldPrice", u.OldPriceNet, u.OldPriceGross)
}

func (u *ItemUpdate) isEmpty() bool {
	return u.InventoryEnabled.IsZero() && u.OnHand.IsZero() && u.Warehouses.IsZero() && u.PriceNet.IsZero() &&
		u.PriceGross.IsZero() && u.OldPriceNet.IsZero() && u.OldPriceGross.IsZero()
}

func validateWarehouses(problems *check.Problems, list []WarehouseUpdate) {
	if len(list) == 0 {
		problems.Add("Warehouses", "are missing")
	}
	ids, names := map[int64]bool{}, map[string]bool{}
	for i, w := range list {
		field := fmt.Sprintf("Warehouses[%d]", i)
		w.validate(problems, field)
		name := strings.ToLower(strings.TrimSpace(w.Name))
		if w.ID != 0 && ids[w.ID] || name != "" && names[name] {
			problems.Add(field, "is the same warehouse as one before it")
		}
		ids[w.ID], names[name] = true, true
	}
}

func (w *WarehouseUpdate) validate(problems *check.Problems, field string) {
	if w.ID == 0 && strings.TrimSpace(w.Name) == "" {
		problems.Add(field, "has neither ID nor Name")
	}
	problems.NotNegative(field+".ID", w.ID)
	problems.Text(field+".Name", w.Name)
	problems.Amount(field+".OnHand", w.OnHand)
}

// validatePrices validates the two forms of one price. Both may be null, for no such price.
func validatePrices(problems *check.Problems, name string, net, gross shelfwire.Opt[shelfwire.Decimal]) {
	n, hasNet := net.Get()
	g, hasGross := gross.Get()
	if !net.IsZero() && !gross.IsZero() && (hasNet || hasGross) {
		problems.Add(name+"Net", "and "+name+"Gross exclude each other: the shop works one out from the other")
	}
	if hasNet {
		problems.Amount(name+"Net", n)
	}
	if hasGross {
		problems.Amount(name+"Gross", g)
	}
}

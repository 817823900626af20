package shopinventory

import (
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// ItemUpdate holds what to change. A field that is absent is not sent, and the shop leaves it alone; what the shop does with
// null is not documented, nor is how an old price is taken away.
//
//	shopinventory.Update{Stock: shopinventory.SetOnHand(20), PriceNet: shelfwire.Set(price)}
type ItemUpdate struct {
	// InventoryEnabled switches the tracking of the stock on or off.
	InventoryEnabled shelfwire.Opt[bool] `json:"inventory_enabled,omitzero"`

	// OnHand is made by [SetOnHand] or [AdjustOnHand]. A shop with the app Multi Warehouse takes Warehouses instead.
	OnHand shelfwire.Opt[OnHandChange] `json:"stock,omitzero"`

	// Warehouses set the stock of single warehouses, for a shop with the app Multi Warehouse. Whether warehouses that are
	// not named keep theirs is not documented: name them all.
	Warehouses shelfwire.Opt[[]WarehouseUpdate] `json:"warehouses,omitzero"`

	// Of each price the net or the gross one, not negative: the shop works the other one out by the product's tax.
	PriceNet      shelfwire.Opt[shelfwire.Decimal] `json:"price_net,omitzero"`
	PriceGross    shelfwire.Opt[shelfwire.Decimal] `json:"price_gross,omitzero"`
	OldPriceNet   shelfwire.Opt[shelfwire.Decimal] `json:"old_price_net,omitzero"`
	OldPriceGross shelfwire.Opt[shelfwire.Decimal] `json:"old_price_gross,omitzero"`
}

// OnHandChange is a change of a stock: to a quantity, or by one.
type OnHandChange struct {
	quantity shelfwire.Decimal
	adjust   bool
}

// Quantity is what a quantity can be given as. The vendor documents whole numbers; the platform knows three decimals.
type Quantity interface {
	int | int64 | shelfwire.Decimal
}

// SetOnHand sets the stock to a quantity, which must not be negative. Setting it twice is the same as once, but an order
// that comes in between a count and SetStock is overwritten: use [AdjustOnHand] for goods that come and go.
func SetOnHand[Q Quantity](quantity Q) shelfwire.Opt[OnHandChange] {
	return shelfwire.Set(OnHandChange{quantity: exact(quantity)})
}

// AdjustOnHand adds to the stock, or takes from it when by is negative. It is a write that must not happen twice: see
// [InventoryService.Update]. What the shop does below zero is not documented.
func AdjustOnHand[Q Quantity](by Q) shelfwire.Opt[OnHandChange] {
	return shelfwire.Set(OnHandChange{quantity: exact(by), adjust: true})
}

func exact[Q Quantity](quantity Q) shelfwire.Decimal {
	switch q := any(quantity).(type) {
	case int:
		return shelfwire.NewDecimal(int64(q))
	case int64:
		return shelfwire.NewDecimal(q)
	case shelfwire.Decimal:
		return q
	}
	panic("unreachable: Quantity has no other types")
}

// Adjusts returns by how much the stock is to change, and false when it is to be set.
func (s OnHandChange) Adjusts() (by shelfwire.Decimal, ok bool) { return s.given(s.adjust) }

// Sets returns what the stock is to be set to, and false when it is to be adjusted.
func (s OnHandChange) Sets() (to shelfwire.Decimal, ok bool) { return s.given(!s.adjust) }

func (s OnHandChange) given(ok bool) (shelfwire.Decimal, bool) {
	if !ok {
		return shelfwire.Decimal{}, false
	}
	return s.quantity, true
}

// String returns "to 20" or "by -3".
func (s OnHandChange) String() string {
	if s.adjust {
		return "by " + s.quantity.String()
	}
	return "to " + s.quantity.String()
}

// MarshalJSON writes 20 or {"adjust_by":-3}.
func (s OnHandChange) MarshalJSON() ([]byte, error) {
	number, err := s.quantity.MarshalJSON()
	if err == nil && s.adjust {
		number = append(append([]byte(`{"adjust_by":`), number...), '}')
	}
	return number, err
}

// WarehouseUpdate is the stock to set in one warehouse, which is named by its ID, its Name, or both.
type WarehouseUpdate struct {
	ID     int64             `json:"id,omitzero"`
	Name   string            `json:"name,omitempty"`
	OnHand shelfwire.Decimal `json:"stock"` // required, not negative
}

// wireUpdate is an update as it goes over the wire.
type wireUpdate struct {
	InventoryEnabled shelfwire.Opt[onOff] `json:"inventory_enabled,omitzero"`
	updateFields
}

type updateFields ItemUpdate

func (u *ItemUpdate) wire() wireUpdate {
	return wireUpdate{onWire(u.InventoryEnabled), updateFields(*u)}
}

// adjusts reports whether the update must not be made twice.
func (u *ItemUpdate) adjusts() bool {
	stock, _ := u.OnHand.Get()
	return stock.adjust
}

func (u *ItemUpdate) check(problems *check.Problems) {
	if u.isEmpty() {
		problems.Add("Update", "changes nothing")
	}
	if !u.OnHand.IsZero() && !u.Warehouses.IsZero() {
		problems.Add("Stock", "and Warehouses exclude each other: a shop with warehouses takes no other stock")
	}
	if stock, ok := u.OnHand.Get(); ok {
		stock.check(problems)
	}
	if warehouses, ok := u.Warehouses.Get(); ok {
		checkWarehouses(problems, warehouses)
	}
	checkPrices(problems, "Price", u.PriceNet, u.PriceGross)
	checkPrices(problems, "OldPrice", u.OldPriceNet, u.OldPriceGross)
}

func (u *ItemUpdate) isEmpty() bool {
	return u.InventoryEnabled.IsZero() && u.OnHand.IsZero() && u.Warehouses.IsZero() && u.PriceNet.IsZero() &&
		u.PriceGross.IsZero() && u.OldPriceNet.IsZero() && u.OldPriceGross.IsZero()
}

func (s OnHandChange) check(problems *check.Problems) {
	switch {
	case !s.adjust:
		problems.Amount("Stock", s.quantity)
	case s.quantity.IsSet() && s.quantity.IsZero():
		problems.Add("Stock", "must not be adjusted by zero")
	default:
		problems.Number("Stock", s.quantity)
	}
}

func checkWarehouses(problems *check.Problems, list []WarehouseUpdate) {
	if len(list) == 0 {
		problems.Add("Warehouses", "are missing")
	}
	ids, names := map[int64]bool{}, map[string]bool{}
	for i, w := range list {
		field := fmt.Sprintf("Warehouses[%d]", i)
		w.check(problems, field)
		name := strings.ToLower(strings.TrimSpace(w.Name))
		if w.ID != 0 && ids[w.ID] || name != "" && names[name] {
			problems.Add(field, "is the same warehouse as one before it")
		}
		ids[w.ID], names[name] = true, true
	}
}

func (w *WarehouseUpdate) check(problems *check.Problems, field string) {
	if w.ID == 0 && strings.TrimSpace(w.Name) == "" {
		problems.Add(field, "has neither ID nor Name")
	}
	problems.NotNegative(field+".ID", w.ID)
	problems.Text(field+".Name", w.Name)
	problems.Amount(field+".Stock", w.OnHand)
}

// checkPrices checks the two forms of one price. Both can be null, to say that there is no such price.
func checkPrices(problems *check.Problems, name string, net, gross shelfwire.Opt[shelfwire.Decimal]) {
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

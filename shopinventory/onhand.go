package shopinventory

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// OnHandChange is a change of the quantity on hand: to a new quantity, or by a difference.
type OnHandChange struct {
	quantity shelfwire.Decimal
	adjust   bool
}

// Quantity are the types of a quantity. The vendor documents whole numbers; the platform keeps three decimals.
type Quantity interface {
	int | int64 | shelfwire.Decimal
}

// SetOnHand sets the stock to a quantity of zero or more. It is absolute: setting it twice is the same as once. It
// overwrites the effect of orders since the stock was counted, so use [AdjustOnHand] for goods that come and go.
func SetOnHand[Q Quantity](quantity Q) shelfwire.Opt[OnHandChange] {
	return shelfwire.Set(OnHandChange{quantity: toDecimal(quantity)})
}

// AdjustOnHand adds to the stock, or takes from it when by is negative. It is a write that must happen at most once:
// see [InventoryService.Update]. Whether the stock can fall below zero is undocumented.
func AdjustOnHand[Q Quantity](by Q) shelfwire.Opt[OnHandChange] {
	return shelfwire.Set(OnHandChange{quantity: toDecimal(by), adjust: true})
}

// toDecimal converts a quantity without loss.
func toDecimal[Q Quantity](quantity Q) shelfwire.Decimal {
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

// Adjusts returns the difference to add to the stock; false when the change sets the stock.
func (c OnHandChange) Adjusts() (by shelfwire.Decimal, ok bool) { return c.quantityIf(c.adjust) }

// Sets returns the new quantity; false when the change adjusts the stock.
func (c OnHandChange) Sets() (to shelfwire.Decimal, ok bool) { return c.quantityIf(!c.adjust) }

func (c OnHandChange) quantityIf(ok bool) (shelfwire.Decimal, bool) {
	if !ok {
		return shelfwire.Decimal{}, false
	}
	return c.quantity, true
}

// String returns "to 20" or "by -3".
func (c OnHandChange) String() string {
	if c.adjust {
		return "by " + c.quantity.String()
	}
	return "to " + c.quantity.String()
}

// MarshalJSON encodes the change in the shop's form: 20 or {"adjust_by":-3}.
func (c OnHandChange) MarshalJSON() ([]byte, error) {
	number, err := c.quantity.MarshalJSON()
	if err == nil && c.adjust {
		number = append(append([]byte(`{"adjust_by":`), number...), '}')
	}
	return number, err
}

// UnmarshalJSON parses the forms of MarshalJSON.
func (c *OnHandChange) UnmarshalJSON(data []byte) error {
	adjustment := struct {
		By shelfwire.Decimal `json:"adjust_by"`
	}{}
	read := OnHandChange{adjust: bytes.HasPrefix(data, []byte("{"))}
	var err error
	if read.adjust {
		err = json.Unmarshal(data, &adjustment)
		read.quantity = adjustment.By
	} else {
		err = json.Unmarshal(data, &read.quantity)
	}
	switch {
	case err != nil:
		return err
	case !read.quantity.IsSet():
		return errors.New(`a change of the stock is a number, or an object with "adjust_by"`)
	}
	*c = read
	return nil
}

func (c OnHandChange) validate(problems *check.Problems) {
	switch {
	case !c.adjust:
		problems.Amount("OnHand", c.quantity)
	case c.quantity.IsSet() && c.quantity.IsZero():
		problems.Add("OnHand", "must not be adjusted by zero")
	default:
		problems.Number("OnHand", c.quantity)
	}
}

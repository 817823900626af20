package shopinventorytest

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// change is the body of an update.
type change struct {
	enabled    shelfwire.Opt[bool]
	stock      optDecimal // the new quantity
	adjustBy   optDecimal // the difference to add to the stock
	warehouses []warehouseChange
	price      price
	oldPrice   price
}

// warehouseChange is the stock to set in a warehouse, which is identified by id, name or both.
type warehouseChange struct {
	id    int64
	name  string
	stock shelfwire.Decimal
}

// readChange decodes a body, and rejects its first problem.
func readChange(c *call) (*change, *rejection) {
	if !c.HasType("application/json") {
		return nil, newRejection(http.StatusBadRequest, "the body must be of type application/json")
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(c.Body, &members) != nil || members == nil {
		return nil, newRejection(http.StatusBadRequest, "the body is not a JSON object")
	}
	if len(members) == 0 {
		return nil, newRejection(http.StatusBadRequest, "the body changes nothing")
	}
	var read change
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if rejected := read.readMember(name, members[name]); rejected != nil {
			return nil, rejected
		}
	}
	return &read, rejectExclusive(members)
}

// rejectExclusive rejects pairs of members that exclude each other by the guide.
func rejectExclusive(members map[string]json.RawMessage) *rejection {
	isSet := func(name string) bool { return len(members[name]) > 0 && !isNull(members[name]) }
	for _, pair := range [][2]string{
		{"stock", "warehouses"}, {"price_net", "price_gross"}, {"old_price_net", "old_price_gross"},
	} {
		_, first := members[pair[0]]
		_, second := members[pair[1]]
		if first && second && (isSet(pair[0]) || isSet(pair[1])) {
			return rejectField(conflict, pair[0], pair[0]+" and "+pair[1]+" exclude each other")
		}
	}
	return nil
}

// readMember decodes one member of the body.
func (c *change) readMember(name string, value json.RawMessage) *rejection {
	switch name {
	case "id", "sku", "ean":
		return rejectField(readOnlyField, name, name+" cannot be changed")
	case "inventory_enabled":
		return c.readEnabled(value)
	case "stock":
		return c.readStock(value)
	case "warehouses":
		return c.readWarehouses(value)
	case "price_net":
		return readPrice(name, value, &c.price.net)
	case "price_gross":
		return readPrice(name, value, &c.price.gross)
	case "old_price_net":
		return readOldPrice(name, value, &c.oldPrice.net)
	case "old_price_gross":
		return readOldPrice(name, value, &c.oldPrice.gross)
	default:
		return rejectUndefined(undefinedField, "field", name)
	}
}

func (c *change) readEnabled(value json.RawMessage) *rejection {
	switch string(value) {
	case `"on"`, `"off"`:
		c.enabled = shelfwire.Set(string(value) == `"on"`)
		return nil
	default:
		return rejectValue("inventory_enabled", `is neither "on" nor "off"`)
	}
}

func readPrice(name string, value json.RawMessage, into *optDecimal) *rejection {
	n, ok := readNumber(value)
	if !ok {
		return rejectValue(name, "is not a number")
	}
	*into = shelfwire.Set(n)
	return rejectNegative(name, n)
}

// readOldPrice is readPrice that also accepts null, for no old price.
func readOldPrice(name string, value json.RawMessage, into *optDecimal) *rejection {
	if isNull(value) {
		*into = shelfwire.Null[shelfwire.Decimal]()
		return nil
	}
	return readPrice(name, value, into)
}

func isNull(value json.RawMessage) bool { return string(value) == "null" }

// readNumber decodes a number, and rejects one in quotes.
func readNumber(value json.RawMessage) (n shelfwire.Decimal, ok bool) {
	if len(value) == 0 || !strings.ContainsRune("-0123456789", rune(value[0])) {
		return n, false
	}
	return n, json.Unmarshal(value, &n) == nil
}

func rejectNegative(name string, n shelfwire.Decimal) *rejection {
	if n.Sign() < 0 {
		return rejectValue(name, "must not be negative")
	}
	return nil
}

func rejectValue(name, problem string) *rejection {
	return rejectField(invalidValue, name, name+" "+problem)
}

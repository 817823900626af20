package shopinventorytest

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// change is what the body of an update asks for.
type change struct {
	enabled  shelfwire.Opt[bool]
	stock    number // to set
	adjustBy number
	parts    []part // of warehouses
	price    price
	oldPrice price
}

// part is the stock to set in a warehouse, which is named by one or both.
type part struct {
	id    int64
	name  string
	stock shelfwire.Decimal
}

// readChange reads a body, and rejects the first thing that is wrong with it.
func readChange(c *call) (*change, *refusal) {
	if !c.HasType("application/json") {
		return nil, refuse(http.StatusBadRequest, "the body must be of type application/json")
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(c.Body, &members) != nil || members == nil {
		return nil, refuse(http.StatusBadRequest, "the body is not a JSON object")
	}
	if len(members) == 0 {
		return nil, refuse(http.StatusBadRequest, "the body changes nothing")
	}
	var read change
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if refused := read.member(name, members[name]); refused != nil {
			return nil, refused
		}
	}
	return &read, exclude(members)
}

// exclude rejects what the guide does not let stand together.
func exclude(members map[string]json.RawMessage) *refusal {
	isSet := func(name string) bool { return len(members[name]) > 0 && !isNull(members[name]) }
	for _, pair := range [][2]string{
		{"stock", "warehouses"}, {"price_net", "price_gross"}, {"old_price_net", "old_price_gross"},
	} {
		_, first := members[pair[0]]
		_, second := members[pair[1]]
		if first && second && (isSet(pair[0]) || isSet(pair[1])) {
			return refuseField(conflict, pair[0], pair[0]+" and "+pair[1]+" exclude each other")
		}
	}
	return nil
}

func (c *change) member(name string, value json.RawMessage) *refusal {
	switch name {
	case "id", "sku", "ean":
		return refuseField(readOnlyField, name, name+" cannot be changed")
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
		return undefined(undefinedField, "field", name)
	}
}

func (c *change) readEnabled(value json.RawMessage) *refusal {
	switch string(value) {
	case `"on"`, `"off"`:
		c.enabled = shelfwire.Set(string(value) == `"on"`)
		return nil
	default:
		return invalid("inventory_enabled", `is neither "on" nor "off"`)
	}
}

func readPrice(name string, value json.RawMessage, into *number) *refusal {
	n, ok := readNumber(value)
	if !ok {
		return invalid(name, "is not a number")
	}
	*into = shelfwire.Set(n)
	return notNegative(name, n)
}

// readOldPrice takes null as well, for no such price.
func readOldPrice(name string, value json.RawMessage, into *number) *refusal {
	if isNull(value) {
		*into = shelfwire.Null[shelfwire.Decimal]()
		return nil
	}
	return readPrice(name, value, into)
}

func isNull(value json.RawMessage) bool { return string(value) == "null" }

// readNumber takes numbers only, none in quotes.
func readNumber(value json.RawMessage) (n shelfwire.Decimal, ok bool) {
	if len(value) == 0 || !strings.ContainsRune("-0123456789", rune(value[0])) {
		return n, false
	}
	return n, json.Unmarshal(value, &n) == nil
}

func notNegative(name string, n shelfwire.Decimal) *refusal {
	if n.Sign() < 0 {
		return invalid(name, "must not be negative")
	}
	return nil
}

func invalid(name, problem string) *refusal { return refuseField(invalidValue, name, name+" "+problem) }

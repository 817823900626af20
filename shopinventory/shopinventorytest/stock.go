package shopinventorytest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/shelfwire/shelfwire"
)

// readStock reads a number, or {"adjust_by": n}.
func (c *change) readStock(value json.RawMessage) *refusal {
	const name = "stock"
	if stock, ok := readNumber(value); ok {
		c.stock = shelfwire.Set(stock)
		return notNegative(name, stock)
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(value, &members) != nil || members == nil {
		return invalid(name, "is neither a number nor an object")
	}
	by, ok := readNumber(members["adjust_by"])
	if !ok {
		return invalid(name, "has no number adjust_by")
	}
	c.adjustBy = shelfwire.Set(by)
	return onlyFields(name, members, "adjust_by")
}

// readWarehouses reads a list of warehouses with their stocks.
func (c *change) readWarehouses(value json.RawMessage) *refusal {
	var list []json.RawMessage
	if json.Unmarshal(value, &list) != nil || len(list) == 0 {
		return invalid("warehouses", "is not a list, or an empty one")
	}
	for i, entry := range list {
		p, refused := readPart(fmt.Sprintf("warehouses[%d]", i), entry)
		if refused != nil {
			return refused
		}
		c.parts = append(c.parts, p)
	}
	return nil
}

func readPart(where string, entry json.RawMessage) (p part, refused *refusal) {
	var members map[string]json.RawMessage
	if json.Unmarshal(entry, &members) != nil || members == nil {
		return p, invalid(where, "is not an object")
	}
	id, hasID := members["id"]
	name, hasName := members["name"]
	switch {
	case !hasID && !hasName:
		return p, invalid(where, "has neither id nor name")
	case hasID && (json.Unmarshal(id, &p.id) != nil || p.id <= 0):
		return p, invalid(where+".id", "is not an id")
	case hasName && (json.Unmarshal(name, &p.name) != nil || p.name == ""):
		return p, invalid(where+".name", "is not a name")
	}
	stock, ok := readNumber(members["stock"])
	if !ok {
		return p, invalid(where+".stock", "is not a number")
	}
	p.stock = stock
	if refused := notNegative(where+".stock", stock); refused != nil {
		return p, refused
	}
	return p, onlyFields(where, members, "id", "name", "stock")
}

// onlyFields rejects the other members of an object within the body.
func onlyFields(where string, members map[string]json.RawMessage, known ...string) *refusal {
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if !slices.Contains(known, name) {
			return undefined(undefinedField, "field", where+"."+name)
		}
	}
	return nil
}

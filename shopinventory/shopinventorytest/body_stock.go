package shopinventorytest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/shelfwire/shelfwire"
)

// readStock decodes a number, or {"adjust_by": n}.
func (c *change) readStock(value json.RawMessage) *rejection {
	const name = "stock"
	if stock, ok := readNumber(value); ok {
		c.stock = shelfwire.Set(stock)
		return rejectNegative(name, stock)
	}
	var members map[string]json.RawMessage
	_ = json.Unmarshal(value, &members) // only an object has members
	by, ok := readNumber(members["adjust_by"])
	if !ok {
		return rejectValue(name, "is neither a number nor an object with a number adjust_by")
	}
	c.adjustBy = shelfwire.Set(by)
	return rejectOtherFields(name, members, "adjust_by")
}

// readWarehouses decodes a list of warehouses with their stocks.
func (c *change) readWarehouses(value json.RawMessage) *rejection {
	var list []json.RawMessage
	if json.Unmarshal(value, &list) != nil || len(list) == 0 {
		return rejectValue("warehouses", "is not a list, or an empty one")
	}
	for i, entry := range list {
		p, rejected := readWarehouse(fmt.Sprintf("warehouses[%d]", i), entry)
		if rejected != nil {
			return rejected
		}
		c.warehouses = append(c.warehouses, p)
	}
	return nil
}

// readWarehouse decodes an entry of the list.
func readWarehouse(where string, entry json.RawMessage) (p warehouseChange, rejected *rejection) {
	var members map[string]json.RawMessage
	if json.Unmarshal(entry, &members) != nil || members == nil {
		return p, rejectValue(where, "is not an object")
	}
	id, hasID := members["id"]
	name, hasName := members["name"]
	switch {
	case !hasID && !hasName:
		return p, rejectValue(where, "has neither id nor name")
	case hasID && (json.Unmarshal(id, &p.id) != nil || p.id <= 0):
		return p, rejectValue(where+".id", "is not an id")
	case hasName && (json.Unmarshal(name, &p.name) != nil || p.name == ""):
		return p, rejectValue(where+".name", "is not a name")
	}
	stock, ok := readNumber(members["stock"])
	if !ok {
		return p, rejectValue(where+".stock", "is not a number")
	}
	p.stock = stock
	if rejected := rejectNegative(where+".stock", stock); rejected != nil {
		return p, rejected
	}
	return p, rejectOtherFields(where, members, "id", "name", "stock")
}

// rejectOtherFields rejects unknown members of an object within the body.
func rejectOtherFields(where string, members map[string]json.RawMessage, known ...string) *rejection {
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if !slices.Contains(known, name) {
			return rejectUndefined(undefinedField, "field", where+"."+name)
		}
	}
	return nil
}

package virtpos

import (
	"slices"
	"strings"
)

// section is a part of the API that lists things. Names differ between sections, so none is derived from
// another (probe: virtpos/section-warehouse, virtpos/section-item, virtpos/section-item-group,
// virtpos/section-movegood).
type section struct {
	name     string   // its path, and the type of its responses
	list     string   // the element that holds the list
	elements []string // the names of the list's elements, the usual one first

	// exactType says that responses of an unknown type are rejected, too, rather than only those of another section.
	exactType bool
}

// The sections whose responses are known.
var (
	storeSection     = section{name: "store", list: "warehouses", elements: []string{"warehouse"}, exactType: true}
	warehouseSection = section{name: "warehouse", list: "warehouses", elements: []string{"warehouse"}}
	itemSection      = section{name: "item", list: "items", elements: []string{"item"}}
	itemGroupSection = section{name: "itemGroup", list: "item_groups", elements: []string{"item_group"}}
	customerSection  = section{name: "customer", list: "customers", elements: []string{"customer"}}
	inflowSection    = section{name: "inflow", list: "inflows", elements: []string{"inflow", inlow}}
	writeOffSection  = section{name: "writeoff", list: "writeoffs", elements: []string{"writeoff"}}
	transferSection  = section{name: "movegood", list: "movegoods", elements: []string{"movegood"}}
	returnSection    = section{name: "returns", list: "returns", elements: []string{"return"}}
)

// inlow is how the vendor's sample spells an inflow. Public programs read inflow.
const inlow = "inlow"

// allSections are the sections that a response can be mistaken for.
var allSections = []*section{
	&storeSection, &warehouseSection, &itemSection, &itemGroupSection, &customerSection,
	&inflowSection, &writeOffSection, &transferSection, &returnSection,
}

// isType reports whether a response's type names the section, its list or an element of it, in any case and with or without
// underscores.
func (s *section) isType(name string) bool {
	isNamed := func(as string) bool {
		return strings.EqualFold(strings.ReplaceAll(name, "_", ""), strings.ReplaceAll(as, "_", ""))
	}
	return isNamed(s.name) || !s.exactType && (isNamed(s.list) || slices.ContainsFunc(s.elements, isNamed))
}

// acceptsType reports whether a response of a type may list the section. A response without a type may, and so may one of
// an unknown type, unless its list is empty.
func (s *section) acceptsType(name string) bool {
	if name == "" || s.isType(name) {
		return true
	}
	for _, other := range allSections {
		if other.isType(name) {
			return false
		}
	}
	return !s.exactType
}

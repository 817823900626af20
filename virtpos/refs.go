package virtpos

import (
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire/internal/check"
)

// WarehouseRef refers to a warehouse, which is a shop. [WarehouseID] and [ExternalWarehouseID] make one; the
// zero value refers to none.
type WarehouseRef struct{ ref }

// ItemRef refers to an item. [ItemID] and [ExternalItemID] make one; the zero value refers to none.
type ItemRef struct{ ref }

// WarehouseID refers to a warehouse by its id in VirtualPOS, a number above zero.
func WarehouseID(id int64) WarehouseRef { return WarehouseRef{ref{id: id, isSet: true}} }

// ExternalWarehouseID refers to a warehouse by its id in the company's accounting system, such as 1C.
func ExternalWarehouseID(id string) WarehouseRef { return WarehouseRef{ref{external: id, isSet: true}} }

// ItemID refers to an item by its id in VirtualPOS, a number above zero.
func ItemID(id int64) ItemRef { return ItemRef{ref{id: id, isSet: true}} }

// ExternalItemID refers to an item by its id in the company's accounting system, such as 1C.
func ExternalItemID(id string) ItemRef { return ItemRef{ref{external: id, isSet: true}} }

// String returns "warehouse 1" or "external warehouse 1C-7".
func (w WarehouseRef) String() string { return w.describeAs("warehouse") }

// String returns "item 8" or "external item 0000-17".
func (i ItemRef) String() string { return i.describeAs("item") }

// ref holds one of two identifiers. When a request has both, the internal one wins, so a ref has only one.
type ref struct {
	id       int64
	external string
	isSet    bool
}

func (r ref) describeAs(what string) string {
	switch {
	case !r.isSet:
		return "no " + what
	case r.external != "":
		return "external " + what + " " + r.external
	default:
		return what + " " + strconv.FormatInt(r.id, 10)
	}
}

func (r ref) validate(problems *check.Problems, field string) {
	switch {
	case !r.isSet:
		problems.Add(field, "is missing")
	case r.external == "" && r.id <= 0, r.external != "" && strings.TrimSpace(r.external) == "":
		problems.Add(field, "must be an id above zero, or an external id that is not empty")
	default:
		problems.Text(field, r.external)
	}
}

// setParam sets the identifier in a query: as name, or as ext_name for an external one.
func (r ref) setParam(query url.Values, name string) {
	if r.external != "" {
		query.Set("ext_"+name, r.external)
		return
	}
	query.Set(name, strconv.FormatInt(r.id, 10))
}

// mayMatch reports whether two references can mean the same thing, as an internal and an external id can.
func (r ref) mayMatch(other ref) bool {
	return r == other || (r.external == "") != (other.external == "")
}

// refJSON is the JSON form of a reference: {"id":1} or {"external_id":"1C-7"}.
type refJSON struct {
	ID         int64  `json:"id,omitzero"`
	ExternalID string `json:"external_id,omitzero"`
}

// MarshalJSON returns {"id":1} or {"external_id":"1C-7"}, and null for the zero value.
func (r ref) MarshalJSON() ([]byte, error) {
	if !r.isSet {
		return []byte("null"), nil
	}
	return json.Marshal(refJSON{ID: r.id, ExternalID: r.external})
}

// UnmarshalJSON parses the forms of MarshalJSON.
func (r *ref) UnmarshalJSON(data []byte) error {
	var form *refJSON
	switch err := json.Unmarshal(data, &form); {
	case err != nil:
		return err
	case form == nil:
		*r = ref{}
	case (form.ID == 0) == (form.ExternalID == ""), form.ID < 0:
		return errors.New(`a reference has either an "id" above zero or an "external_id"`)
	default:
		*r = ref{id: form.ID, external: form.ExternalID, isSet: true}
	}
	return nil
}

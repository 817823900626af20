package virtpos

import (
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire/internal/check"
)

// WarehouseRef names a warehouse, which is a shop. Make one with [WarehouseID] or [ExternalWarehouseID].
type WarehouseRef struct{ ref }

// ItemRef names an item. Make one with [ItemID] or [ExternalItemID].
type ItemRef struct{ ref }

// WarehouseID names a warehouse by its id in VirtualPOS.
func WarehouseID(id int64) WarehouseRef { return WarehouseRef{ref{id: id, given: true}} }

// ExternalWarehouseID names a warehouse by its id in the company's accounting system, such as 1C.
func ExternalWarehouseID(id string) WarehouseRef { return WarehouseRef{ref{external: id, given: true}} }

// ItemID names an item by its id in VirtualPOS.
func ItemID(id int64) ItemRef { return ItemRef{ref{id: id, given: true}} }

// ExternalItemID names an item by its id in the company's accounting system, such as 1C.
func ExternalItemID(id string) ItemRef { return ItemRef{ref{external: id, given: true}} }

// String returns "warehouse 1" or "external warehouse 1C-7".
func (w WarehouseRef) String() string { return w.text("warehouse") }

// String returns "item 8" or "external item 0000-17".
func (i ItemRef) String() string { return i.text("item") }

// ref is one of two identifiers: the guide lets the internal one win where both are given, so only one ever is.
type ref struct {
	id       int64
	external string
	given    bool
}

func (r ref) text(what string) string {
	switch {
	case !r.given:
		return "no " + what
	case r.external != "":
		return "external " + what + " " + r.external
	default:
		return what + " " + strconv.FormatInt(r.id, 10)
	}
}

func (r ref) check(problems *check.Problems, field string) {
	switch {
	case !r.given:
		problems.Add(field, "is missing")
	case r.external == "" && r.id <= 0, r.external != "" && strings.TrimSpace(r.external) == "":
		problems.Add(field, "must be an id above zero, or an external id that is not empty")
	default:
		problems.Text(field, r.external)
	}
}

// put adds the identifier to a query as name or ext_name.
func (r ref) put(query url.Values, name string) {
	if r.external != "" {
		query.Set("ext_"+name, r.external)
		return
	}
	query.Set(name, strconv.FormatInt(r.id, 10))
}

// mayBe reports whether two references may name the same thing: an internal and an external id can.
func (r ref) mayBe(other ref) bool { return r == other || (r.external == "") != (other.external == "") }

// refJSON is the JSON form of a reference: {"id":1} or {"external_id":"1C-7"}, and null for none.
type refJSON struct {
	ID         int64  `json:"id,omitzero"`
	ExternalID string `json:"external_id,omitzero"`
}

// MarshalJSON returns {"id":1} or {"external_id":"1C-7"}, and null for no reference.
func (r ref) MarshalJSON() ([]byte, error) {
	if !r.given {
		return []byte("null"), nil
	}
	return json.Marshal(refJSON{ID: r.id, ExternalID: r.external})
}

// UnmarshalJSON reads what MarshalJSON returns.
func (r *ref) UnmarshalJSON(data []byte) error {
	var form *refJSON
	switch err := json.Unmarshal(data, &form); {
	case err != nil:
		return err
	case form == nil:
		*r = ref{}
	case (form.ID == 0) == (form.ExternalID == ""):
		return errors.New(`a reference has either "id" or "external_id"`)
	default:
		*r = ref{id: form.ID, external: form.ExternalID, given: true}
	}
	return nil
}

package shopinventory

import (
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire/internal/check"
)

// Ref names a product, or a variant of one, in a call. Make one with [ByID], [BySKU] or [ByEAN]. Refs can be compared
// with == and used as keys of a map.
//
// What the shop does when several products share an SKU or an EAN is not documented.
type Ref struct{ kind, value string }

// The kinds of identifiers, as they stand in the path.
const (
	kindID  = "id"
	kindSKU = "sku"
	kindEAN = "ean"
)

// ByID names a product or variant by its id.
func ByID(id int64) Ref { return Ref{kindID, strconv.FormatInt(id, 10)} }

// BySKU names a product or variant by its SKU, which may hold any characters. Whether a shop finds an SKU with a slash
// is not documented.
func BySKU(sku string) Ref { return Ref{kindSKU, sku} }

// ByEAN names a product or variant by its EAN.
func ByEAN(ean string) Ref { return Ref{kindEAN, ean} }

// String returns the kind and the identifier: "sku TShirt.Blk.XL".
func (r Ref) String() string { return strings.TrimSpace(r.kind + " " + r.value) }

func (r Ref) path() []string { return []string{"inventory", r.kind, r.value} }

func (r Ref) check(problems *check.Problems) {
	switch r.kind {
	case kindID:
		if id, err := strconv.ParseInt(r.value, 10, 64); err != nil || id <= 0 {
			problems.Add("ref", "must be an id above zero")
		}
	case kindSKU, kindEAN:
		problems.Required("ref", r.value)
	default:
		problems.Add("ref", "is missing; make one with ByID, BySKU or ByEAN")
	}
}

// mayBe reports whether two refs may name the same product. Two ids are two products, and so are two SKUs and two EANs
// that differ in more than capital letters and spaces around them; an id and an SKU may be one.
func (r Ref) mayBe(other Ref) bool {
	return r.kind != other.kind || strings.EqualFold(strings.TrimSpace(r.value), strings.TrimSpace(other.value))
}

// names reports whether an item can be the one that the ref names. The shop may know the SKU or the EAN in other capital
// letters, and may leave them out.
func (r Ref) names(i *Item) bool {
	switch r.kind {
	case kindID:
		return r.value == strconv.FormatInt(i.ID, 10)
	case kindSKU:
		return i.SKU == "" || r.mayBe(BySKU(i.SKU))
	default:
		return i.EAN == "" || r.mayBe(ByEAN(i.EAN))
	}
}

package shopinventory

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// ItemRef names a product, or a variant of one, in a call. Make one with [ByID], [BySKU] or [ByEAN]. Refs can be compared
// with == and used as keys of a map.
//
// What the shop does when several products share an SKU or an EAN is not documented.
type ItemRef struct{ kind, value string }

// The kinds of identifiers, as they stand in the path and as the members of an item are named.
const (
	kindID  = "id"
	kindSKU = "sku"
	kindEAN = "ean"
)

// ByID names a product or variant by its id.
func ByID(id int64) ItemRef { return ItemRef{kindID, strconv.FormatInt(id, 10)} }

// BySKU names a product or variant by its SKU, which may hold any characters. Whether a shop finds an SKU with a slash
// is not documented.
func BySKU(sku string) ItemRef { return ItemRef{kindSKU, sku} }

// ByEAN names a product or variant by its EAN.
func ByEAN(ean string) ItemRef { return ItemRef{kindEAN, ean} }

// String returns the kind and the identifier: "sku TShirt.Blk.XL".
func (r ItemRef) String() string { return strings.TrimSpace(r.kind + " " + r.value) }

func (r ItemRef) path() []string { return []string{"inventory", r.kind, r.value} }

func (r ItemRef) check(problems *check.Problems) {
	switch r.kind {
	case kindID:
		if id, err := strconv.ParseInt(r.value, 10, 64); err != nil || id <= 0 {
			problems.Add("ref", "must be an id above zero")
		}
	case kindSKU, kindEAN:
		problems.Required("ref", r.value)
		problems.Text("ref", r.value)
	default:
		problems.Add("ref", "is missing; make one with ByID, BySKU or ByEAN")
	}
}

// mayMatch reports whether two refs may name the same product. Two ids are two products, and so are two SKUs and two
// EANs that differ in more than capital letters and spaces around them, or the leading zeros of an EAN; an id and an SKU
// may be one.
func (r ItemRef) mayMatch(other ItemRef) bool {
	if r.kind == kindEAN && other.kind == kindEAN && trimZeros(r.value) == trimZeros(other.value) {
		return true
	}
	return r.kind != other.kind || sameName(r.value, other.value)
}

// sameName compares as databases do that are blind to capital letters and to spaces around a text.
func sameName(a, b string) bool {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	return a == b || utf8.ValidString(a) && utf8.ValidString(b) && strings.EqualFold(a, b)
}

// trimZeros takes the leading zeros off: a UPC of twelve digits is the EAN with a zero before it, and a database that
// holds EANs as numbers drops them.
func trimZeros(ean string) string { return strings.TrimLeft(strings.TrimSpace(ean), "0") }

// match is what an object says about being the product that a ref names.
type match uint8

const (
	unsaid match = iota // the identifier was left out, or came in a form that cannot be read
	same
	other
)

// match holds an item, and the object that it was read from, against the ref. The shop may know the SKU or the EAN in
// other capital letters, and may have made a number of it. A product that has none, by an empty text or null, is another
// one than was asked for.
func (r ItemRef) match(i *Item, object lenientjson.Value) match {
	if r.kind == kindID {
		return r.matchID(i.ID)
	}
	member := object.Member(r.kind)
	text, ok := member.Text()
	switch {
	case len(member) == 0, !ok:
		return unsaid
	case strings.TrimSpace(text) == "":
		return other
	case r.mayMatch(ItemRef{r.kind, text}), member.IsNumber() && sameNumber(r.value, text):
		return same
	default:
		return other
	}
}

func (r ItemRef) matchID(id int64) match {
	switch {
	case id == 0:
		return unsaid
	case r.value == strconv.FormatInt(id, 10):
		return same
	default:
		return other
	}
}

// sameNumber reports whether both texts are one number: 007 and 7, 8690842009112 and 8690842009112.0.
func sameNumber(a, b string) bool {
	x, errX := shelfwire.ParseDecimal(strings.TrimSpace(a))
	y, errY := shelfwire.ParseDecimal(b)
	return errX == nil && errY == nil && x.Equal(y)
}

package shopinventory

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// ItemRef identifies a product or variant in a call. Make one with [ByID], [BySKU] or [ByEAN]; the zero ItemRef is
// invalid. Refs can be compared with ==, used as keys of a map, and stored as JSON.
//
// Which product the shop finds when several share an SKU or an EAN is undocumented.
type ItemRef struct{ kind, value string }

// The kinds of identifiers, as in the path and as the members of an item are named.
const (
	kindID  = "id"
	kindSKU = "sku"
	kindEAN = "ean"
)

// ByID identifies a product or variant by its id, which is above zero.
func ByID(id int64) ItemRef { return ItemRef{kindID, strconv.FormatInt(id, 10)} }

// BySKU identifies a product or variant by its SKU, which may hold any characters. It is escaped in the URL;
// whether a shop finds an SKU with a slash is undocumented (probe: shopinventory/sku-slash).
func BySKU(sku string) ItemRef { return ItemRef{kindSKU, sku} }

// ByEAN identifies a product or variant by its EAN.
func ByEAN(ean string) ItemRef { return ItemRef{kindEAN, ean} }

// String returns the kind and the identifier: "sku TShirt.Blk.XL".
func (r ItemRef) String() string { return strings.TrimSpace(r.kind + " " + r.value) }

func (r ItemRef) pathSegments() []string { return []string{"inventory", r.kind, r.value} }

func (r ItemRef) validate(problems *check.Problems) {
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

// mayMatch reports whether two refs may identify the same product, which refs of different kinds always may. Refs of
// one kind match under the comparison of sameName; EANs also when only their leading zeros differ.
func (r ItemRef) mayMatch(other ItemRef) bool {
	if r.kind == kindEAN && other.kind == kindEAN && trimZeros(r.value) == trimZeros(other.value) {
		return true
	}
	return r.kind != other.kind || sameName(r.value, other.value)
}

// sameName compares texts as case-insensitive databases do, without surrounding spaces.
func sameName(a, b string) bool {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	return a == b || utf8.ValidString(a) && utf8.ValidString(b) && strings.EqualFold(a, b)
}

// trimZeros trims leading zeros: a UPC of twelve digits is an EAN after a leading zero, and a database that stores
// EANs as numbers drops them.
func trimZeros(ean string) string { return strings.TrimLeft(strings.TrimSpace(ean), "0") }

// refMatch is whether an object is the product that a ref identifies.
type refMatch uint8

const (
	matchUnknown refMatch = iota // the identifier is missing or unreadable
	matchSame
	matchOther
)

// matchItem compares an item, and the object that it was decoded from, with the ref. The shop may write the SKU or
// the EAN in another case, or as a number. A product whose SKU or EAN is null or empty is another one.
func (r ItemRef) matchItem(i *Item, object lenientjson.Value) refMatch {
	if r.kind == kindID {
		return r.matchID(i.ID)
	}
	member := object.Member(r.kind)
	text, ok := member.Text()
	switch {
	case len(member) == 0, !ok:
		return matchUnknown
	case strings.TrimSpace(text) == "":
		return matchOther
	case r.mayMatch(ItemRef{r.kind, text}), member.IsNumberOf(r.value):
		return matchSame
	default:
		return matchOther
	}
}

// matchID is matchItem for a ref by id.
func (r ItemRef) matchID(id int64) refMatch {
	switch {
	case id == 0:
		return matchUnknown
	case r.value == strconv.FormatInt(id, 10):
		return matchSame
	default:
		return matchOther
	}
}

// sameNumber reports whether two texts are equal as numbers: 007 and 7, 8690842009112 and 8690842009112.0.
func sameNumber(a, b string) bool {
	x, errX := shelfwire.ParseDecimal(strings.TrimSpace(a))
	y, errY := shelfwire.ParseDecimal(b)
	return errX == nil && errY == nil && x.Equal(y)
}

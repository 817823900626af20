package shopinventory

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/shelfwire/shelfwire"
)

// verifyRows returns an error for a list whose orders show that the shop ignored the ids. An order that an id may have
// found in another spelling does not show it, and neither do some in a list with orders that were asked for: they may be
// what the shop made of the ids that are missing.
func (s *OrdersService) verifyRows(rows []Order, ids []string) error {
	found := set[string]{}
	strays, alike, first := 0, 0, ""
	for i := range rows {
		switch id := rows[i].ID; {
		case id == "":
		case slices.Contains(ids, id):
			found.add(id)
		case slices.ContainsFunc(ids, func(asked string) bool { return mayFind(asked, id) }):
			alike++
		default:
			strays++
			first = id
		}
	}
	if strays == 0 || strays <= len(ids)-len(found) && len(found)+alike > 0 {
		return nil
	}
	return fmt.Errorf("the order %q came and was not asked for", clipText(s.caller, first, maxCode))
}

// mayFind reports whether an id may find an order with another spelling of it, as databases compare: without case, spaces
// and leading zeros, as numbers, or without the suffix of the id.
func mayFind(asked, id string) bool {
	return plainID(asked) == plainID(id) || sameNumber(asked, id) || strings.HasPrefix(asked, id+".")
}

// plainID returns the letters and digits of an id, in small letters and without leading zeros.
func plainID(id string) string {
	return strings.TrimLeft(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, id), "0")
}

// codeUnknownFilter is the shop's name for the error of a parameter that it does not know.
const codeUnknownFilter = "undefined_filter"

// rejectsList reports whether an error may be due to one id of a list. That an order is not found, and that an id is
// invalid, is for [OrdersService.Get] to say of each.
func rejectsList(err error) bool {
	if e, ok := errors.AsType[*shelfwire.Error](err); !ok || e.Attempts == 0 || e.Code == codeUnknownFilter {
		return false
	}
	return errors.Is(err, shelfwire.ErrNotFound) || errors.Is(err, shelfwire.ErrInvalid)
}

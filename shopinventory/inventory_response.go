package shopinventory

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// readItem decodes the product that a ref names. It returns an error for any other body.
func (s *InventoryService) readItem(body []byte, ref ItemRef) (*Item, error) {
	object, err := lenientjson.Parse(body)
	if err != nil {
		return nil, err
	}
	item := new(Item)
	notes := lenientjson.Notes{Redact: s.caller.Redact}
	if !itemFields.Read(&notes, object, item, nil) {
		return nil, errors.New("the response is no object")
	}
	item.Unread = notes.TakeUnread()
	if err := s.verifyItem(item, object, ref); err != nil {
		return nil, err
	}
	if err := notes.Err(); err != nil {
		return nil, err
	}
	return item, nil
}

// readPart decodes the complete part of a product whose response broke off. The part must identify the product.
func (s *InventoryService) readPart(body []byte, ref ItemRef) (*Item, error) {
	item, err := s.readItem(body, ref)
	if err == nil && ref.matchItem(item, body) != matchSame {
		return nil, fmt.Errorf("the response breaks off before the %s that was asked for", ref.kind)
	}
	return item, err
}

// verifyItem returns an error unless the item, decoded from object, is the product that was asked for.
func (s *InventoryService) verifyItem(item *Item, object lenientjson.Value, ref ItemRef) error {
	switch match := ref.matchItem(item, object); {
	case isFailedItem(item, object):
		return failureError(s.caller, object)
	case match == matchOther:
		return fmt.Errorf("%s was asked for, and the product %d with SKU %q and EAN %q came",
			ref, item.ID, clipText(s.caller, item.SKU, maxCode), clipText(s.caller, item.EAN, maxCode))
	case match == matchUnknown && (item.ID == 0 || ref.kind == kindID):
		return fmt.Errorf("the response has neither an id nor the %s that was asked for", ref.kind)
	default:
		return nil
	}
}

// isFailedItem reports whether an object tells of a failure, though it may be a product. A product may have a status of its
// own, so that one counts beside a message only.
func isFailedItem(item *Item, object lenientjson.Value) bool {
	said := readVerdicts(object)
	hasMessage := !object.Member("message").IsEmpty()
	return max(said.flags, said.hints) == verdictFailure || hasMessage && (item.ID == 0 || said.words == verdictFailure)
}

// isError reports whether a member "error" stands for an error, unlike false, 0 and empty values.
func isError(member lenientjson.Value) bool {
	flag, isFlag := member.Bool()
	return flag.Or(!isFlag && !member.IsEmpty())
}

// The lengths, in bytes, to which texts of the shop are clipped in errors.
const (
	maxCode    = 64
	maxMessage = 512
)

// clipText redacts a text, then clips it to limit bytes.
func clipText(caller *call.Caller, text string, limit int) string {
	if text = caller.Redact(text); len(text) > limit {
		text = strings.ToValidUTF8(text[:limit], "") + "…"
	}
	return text
}

package shopinventory

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// readItem reads the product that was asked for: an object with its id, or with the SKU or EAN that it was asked for by.
// Anything else is an error.
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
	item.Unread = notes.Take()
	if err := s.identify(item, object, ref); err != nil {
		return nil, err
	}
	return item, nil
}

// readPart reads what came whole of a product. One that does not show yet that it is the one asked for proves nothing.
func (s *InventoryService) readPart(body []byte, ref ItemRef) (*Item, error) {
	item, err := s.readItem(body, ref)
	if err == nil && ref.match(item, body) != same {
		return nil, fmt.Errorf("the response breaks off before the %s that was asked for", ref.kind)
	}
	return item, err
}

// identify returns nil when the object is the product that was asked for.
func (s *InventoryService) identify(item *Item, object lenientjson.Value, ref ItemRef) error {
	switch match := ref.match(item, object); {
	case isError(object.Member("error")), item.ID == 0 && !object.Member("message").IsNothing():
		return errors.New("the body tells of an error: " + s.clip(readError(object).String(), maxWords))
	case match == other:
		return fmt.Errorf("%s was asked for, and the product %d with SKU %q and EAN %q came",
			ref, item.ID, s.clip(item.SKU, maxCode), s.clip(item.EAN, maxCode))
	case match == unsaid && (item.ID == 0 || ref.kind == kindID):
		return fmt.Errorf("the response has neither an id nor the %s that was asked for", ref.kind)
	default:
		return nil
	}
}

// isError reports whether a member "error" tells of one: false and 0 do not.
func isError(member lenientjson.Value) bool {
	flag, isFlag := member.Flag()
	return flag.Or(!isFlag && !member.IsNothing())
}

// How much of the shop's texts stands in an error.
const (
	maxCode  = 64
	maxWords = 512
)

// clip clears a text of keys before it cuts it.
func (s *InventoryService) clip(text string, most int) string {
	if text = s.caller.Redact(text); len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}

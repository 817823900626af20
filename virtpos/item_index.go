package virtpos

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// opIndexItems stands for Index when its input is rejected.
var opIndexItems = call.Op{Name: "Items.Index", Method: http.MethodPost, Effect: shelfwire.EffectRead}

// ItemKey is what an [ItemIndex] finds items by.
type ItemKey string

// The keys of an index. An item has one external id and one article at most, and any number of barcodes.
const (
	KeyExternalID ItemKey = "external id"
	KeyArticle    ItemKey = "article"
	KeyBarcode    ItemKey = "barcode"
)

func (k ItemKey) validate(problems *check.Problems) {
	if k != KeyExternalID && k != KeyArticle && k != KeyBarcode {
		problems.Add("by", "must be KeyExternalID, KeyArticle or KeyBarcode")
	}
}

// keysOf returns the keys that an item has.
func (k ItemKey) keysOf(item *CatalogueItem) []string {
	switch k {
	case KeyArticle:
		return []string{item.Article}
	case KeyBarcode:
		return item.Barcodes
	default:
		return []string{item.ExternalID}
	}
}

// ItemIndex finds the ids of items by a key of theirs. It is immutable, and takes about 100 bytes per item.
type ItemIndex struct {
	by        ItemKey
	items     int
	known     idSet              // the ids of all items, with or without a key
	ids       map[string]int64   // of keys that one item has
	ambiguous map[string][]int64 // of keys that several items have, ascending
}

// Index reads the catalogue like [ItemsService.All] and returns an index of it by a key. It is made of a complete catalogue
// only: beside any error there is none. Disabled items are part of it, unless the query leaves them out: their stock is
// zeroed like that of any other. An empty catalogue makes an empty index.
//
// An item of which the key cannot be read for certain is an error that matches shelfwire.ErrIncomplete: without it, the
// key would seem to be free. What the count of a response counts is not documented, so a catalogue is complete when its list
// ends, whatever the count says: compare Len with what you expect before you write by an index.
func (s *ItemsService) Index(ctx context.Context, by ItemKey, q ItemQuery) (*ItemIndex, error) {
	var problems check.Problems
	if by.validate(&problems); problems.Err() != nil {
		return nil, s.caller.InvalidInput(opIndexItems, problems.Err())
	}
	x := &ItemIndex{by: by, ids: map[string]int64{}, ambiguous: map[string][]int64{}}
	for item, err := range s.All(ctx, q) {
		if err != nil {
			return nil, err
		}
		if raw, unread := unreadKey(&item, by); unread {
			return nil, s.caller.Error(opIndexItems, shelfwire.OutcomeUnknown,
				fmt.Errorf("%w: the %s of item %d cannot be read: %q", shelfwire.ErrIncomplete, by, item.ID, raw))
		}
		x.addItem(&item)
	}
	return x, nil
}

// unreadKey returns the text of a key that cannot be read for certain.
func unreadKey(item *CatalogueItem, by ItemKey) (raw string, unread bool) {
	name := map[ItemKey]string{KeyExternalID: "external_id", KeyArticle: "article", KeyBarcode: "barcodes"}[by]
	for _, member := range item.Unread {
		if member.Field == name {
			return member.Raw, true
		}
	}
	return "", false
}

func (x *ItemIndex) addItem(item *CatalogueItem) {
	x.items++
	x.known.add(item.ID)
	for _, key := range x.by.keysOf(item) {
		if key = strings.TrimSpace(key); key != "" {
			x.addKey(key, item.ID)
		}
	}
}

// addKey adds a key of an item. The same key of the same item twice is once.
func (x *ItemIndex) addKey(key string, id int64) {
	first, known := x.ids[key]
	several := x.ambiguous[key]
	switch {
	case known && first != id:
		delete(x.ids, key)
		x.ambiguous[key] = slices.Sorted(slices.Values([]int64{first, id}))
	case several != nil:
		if at, found := slices.BinarySearch(several, id); !found {
			x.ambiguous[key] = slices.Insert(several, at, id)
		}
	default:
		x.ids[key] = id
	}
}

// Lookup returns the id in VirtualPOS of the item with a key, which is compared byte by byte, without spaces around it.
// The error matches shelfwire.ErrNotFound when no item has the key, and shelfwire.ErrConflict when several have it.
func (x *ItemIndex) Lookup(key string) (id int64, err error) {
	return x.lookupExact(strings.TrimSpace(key))
}

// lookupExact is Lookup for a key with its spaces, which no key in the index has around it.
func (x *ItemIndex) lookupExact(key string) (id int64, err error) {
	if id, known := x.ids[key]; known {
		return id, nil
	}
	if several := x.ambiguous[key]; several != nil {
		return 0, fmt.Errorf("%w: %d items have the %s %q, %d and %d among them",
			shelfwire.ErrConflict, len(several), x.by, key, several[0], several[1])
	}
	return 0, fmt.Errorf("%w: no item has the %s %q", shelfwire.ErrNotFound, x.by, key)
}

// verifyID returns an error that matches shelfwire.ErrNotFound when no item has an id in VirtualPOS.
func (x *ItemIndex) verifyID(id int64) error {
	if x.known.has(id) {
		return nil
	}
	return fmt.Errorf("%w: no item has the id %d", shelfwire.ErrNotFound, id)
}

// Len returns how many items the index was made of, with or without a key.
func (x *ItemIndex) Len() int { return x.items }

// Ambiguous yields the keys that several items have, in ascending order, with the ids of these items.
func (x *ItemIndex) Ambiguous() iter.Seq2[string, []int64] {
	return func(yield func(string, []int64) bool) {
		for _, key := range slices.Sorted(maps.Keys(x.ambiguous)) {
			if !yield(key, slices.Clone(x.ambiguous[key])) {
				return
			}
		}
	}
}

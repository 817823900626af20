package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/shelfwire/shelfwire/virtpos"
)

const (
	virtposItem  = "\"API :: Item\", wiki.virtualpos.ru/doc:dev:api:item"
	virtposGroup = "\"API :: Itemgroup\", virtualpos.ru/wiki/doc:dev:api:itemgroup"
)

// cardSeen is an item of the catalogue: as it came, and as the client read it.
type cardSeen struct {
	exchange *exchange
	items    []virtpos.CatalogueItem
	err      error
}

func (p *virtposProbe) itemRows() []row {
	return []row{
		{id: "virtpos/section-item", source: virtposItem, ask: p.askItem,
			assumption: "POST item has the type item, the list items of item, and count is their number; id brings that item alone"},
		{id: "virtpos/item-json", source: undocumented, ask: p.askItemJSON,
			assumption: "JSON has the same item as XML"},
		{id: "virtpos/enabled-only", source: virtposItem, ask: p.askEnabled,
			assumption: "enabled_only=1 brings an item that is on sale, and leaves out one that is not"},
		{id: "virtpos/get-only", source: virtposItem, ask: p.askGetOnly,
			assumption: "A parameter marked \"get only\" counts in the query: another value in the body is ignored"},
		{id: "virtpos/section-item-group", source: virtposGroup, ask: p.askGroup,
			assumption: "POST itemGroup has the type itemGroup, the list item_groups of item_group, and count is their number"},
	}
}

// findCard reads the item from the catalogue once.
func (p *virtposProbe) findCard(ctx context.Context) *cardSeen {
	if seen := p.find(ctx); seen.exchange == nil || seen.err != nil {
		return &cardSeen{err: seen.err}
	}
	if p.card == nil {
		p.card = p.readCard(ctx, virtpos.ItemQuery{})
	}
	return p.card
}

// readCard reads the item from the catalogue, by its id unless the query has another one.
func (p *virtposProbe) readCard(ctx context.Context, q virtpos.ItemQuery) *cardSeen {
	seen := &cardSeen{}
	q.Item = cmp.Or(q.Item, virtpos.ItemID(p.item))
	seen.exchange, seen.err = p.wire.observe(ctx, func(ctx context.Context) error {
		for item, err := range p.client.Items.All(ctx, q) {
			if err != nil {
				return err
			}
			seen.items = append(seen.items, item)
		}
		return nil
	})
	return seen
}

// oneCard returns the item; an error when it is not there alone.
func (p *virtposProbe) oneCard(ctx context.Context) (*virtpos.CatalogueItem, error) {
	seen := p.findCard(ctx)
	switch {
	case seen.exchange == nil || seen.err != nil:
		return nil, seen.err
	case len(seen.items) != 1:
		return nil, errors.New("the catalogue does not have the item")
	}
	return &seen.items[0], nil
}

func (p *virtposProbe) askItem(ctx context.Context) finding {
	seen := p.findCard(ctx)
	if seen.exchange == nil {
		return missing(seen.err)
	}
	unread := map[string]int{}
	for i := range seen.items {
		countUnread(unread, seen.items[i].Unread)
	}
	s := listSection{name: "item", list: "items", element: "item"}
	return s.judge(seen.exchange, seen.err, unread)
}

func (p *virtposProbe) askItemJSON(ctx context.Context) finding {
	item, err := p.oneCard(ctx)
	if err != nil {
		return missing(err)
	}
	seen := p.readCard(ctx, virtpos.ItemQuery{Format: virtpos.FormatJSON})
	if seen.exchange == nil {
		return missing(seen.err)
	}
	isSame := seen.err == nil && len(seen.items) == 1 && describeCard(item) == describeCard(&seen.items[0])
	return judge(isSame, "%s; the same item: %t", seen.exchange.describe(), isSame)
}

// describeCard writes the values of an item, to compare two.
func describeCard(i *virtpos.CatalogueItem) string {
	return fmt.Sprint(i.ID, i.ExternalID, i.Name, i.Article, i.Barcodes, i.GroupIDs, i.Enabled, i.SoldByWeight, i.VATPercent,
		i.Created, i.Updated, i.Attributes)
}

func (p *virtposProbe) askEnabled(ctx context.Context) finding {
	item, err := p.oneCard(ctx)
	if err != nil {
		return missing(err)
	}
	isEnabled, known := item.Enabled.Get()
	if !known {
		return doubt("the item does not say whether it is on sale")
	}
	seen := p.readCard(ctx, virtpos.ItemQuery{EnabledOnly: true})
	if seen.exchange == nil {
		return missing(seen.err)
	}
	came := len(seen.items) == 1
	return judge(seen.err == nil && came == isEnabled, "%d, on sale: %t, came: %t", seen.exchange.status, isEnabled, came)
}

// askGetOnly sends the item's id in the query, and one that nothing has in the body. Whichever counts, one item comes at most.
func (p *virtposProbe) askGetOnly(ctx context.Context) finding {
	if _, err := p.oneCard(ctx); err != nil {
		return missing(err)
	}
	seen := p.readCard(withRewrite(ctx, "Items.All, id in the body, too", addIDToBody), virtpos.ItemQuery{})
	if seen.exchange == nil {
		return missing(seen.err)
	}
	if seen.exchange.request.Method != http.MethodPost {
		return doubt("the key counts in the query only, so nothing is in the body")
	}
	return judge(seen.err == nil && len(seen.items) == 1, "%d, %d items", seen.exchange.status, len(seen.items))
}

// addIDToBody adds an unknown id to the form in a body.
func addIDToBody(r *http.Request) {
	if r.Body == nil || r.Body == http.NoBody {
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil || r.Body.Close() != nil {
		return
	}
	body = append(body, "&"+url.Values{"id": {strconv.Itoa(noSuchNumber)}}.Encode()...)
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
}

// askGroup reads the first group of the item.
func (p *virtposProbe) askGroup(ctx context.Context) finding {
	item, err := p.oneCard(ctx)
	if err != nil {
		return missing(err)
	}
	if len(item.GroupIDs) == 0 {
		return doubt("the item is in no group")
	}
	unread := map[string]int{}
	e, err := p.wire.observe(ctx, func(ctx context.Context) error {
		groups, err := p.client.ItemGroups.List(ctx, virtpos.ItemGroupQuery{ID: item.GroupIDs[0]})
		for i := range groups {
			countUnread(unread, groups[i].Unread)
		}
		return err
	})
	if e == nil {
		return missing(err)
	}
	s := listSection{name: "itemGroup", list: "item_groups", element: "item_group"}
	return s.judge(e, err, unread)
}

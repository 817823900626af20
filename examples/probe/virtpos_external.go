package main

import (
	"context"

	"github.com/shelfwire/shelfwire/virtpos"
)

func (p *virtposProbe) externalRows() []row {
	return []row{
		{id: "virtpos/external-id", source: virtposItem, ask: p.askExternalID,
			assumption: "external_id brings the item with that id in the accounting system alone"},
		{id: "virtpos/external-id-spaces", source: undocumented, ask: p.askExternalSpaces,
			assumption: "External ids are compared exactly: one with a space behind it brings nothing"},
	}
}

func (p *virtposProbe) askExternalID(ctx context.Context) finding {
	seen, failed := p.readByExternalID(ctx, "")
	if seen == nil {
		return failed
	}
	isSame := seen.err == nil && len(seen.items) == 1 && seen.items[0].ID == p.item
	return judge(isSame, "%d, %d items, the same: %t", seen.exchange.status, len(seen.items), isSame)
}

func (p *virtposProbe) askExternalSpaces(ctx context.Context) finding {
	seen, failed := p.readByExternalID(ctx, " ")
	if seen == nil {
		return failed
	}
	return judge(len(seen.items) == 0, "%d, %d items with a space behind the id", seen.exchange.status, len(seen.items))
}

// readByExternalID reads the item by its external id and some text behind it. The finding is for nothing to look at.
func (p *virtposProbe) readByExternalID(ctx context.Context, behind string) (*cardSeen, finding) {
	item, err := p.oneCard(ctx)
	if err != nil {
		return nil, missing(err)
	}
	if item.ExternalID == "" {
		return nil, doubt("the item has no external id")
	}
	seen := p.readCard(ctx, virtpos.ItemQuery{Item: virtpos.ExternalItemID(item.ExternalID + behind)})
	if seen.exchange == nil {
		return nil, missing(seen.err)
	}
	return seen, finding{}
}

package main

import (
	"context"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

// shelf is the stock of a warehouse. An item has a row for each lot.
type shelf struct {
	client *virtpos.Client
	rows   []virtpos.StockRow
	items  map[string]int64 // by article
}

func readShelf(ctx context.Context, client *virtpos.Client, warehouse int64) (*shelf, error) {
	s := &shelf{client: client, items: map[string]int64{}}
	query := virtpos.StoreQuery{WarehouseID: warehouse}
	err := s.read(ctx, query, func(row virtpos.StockRow) { s.rows = append(s.rows, row) })
	return s, err
}

// read learns which articles are which items.
func (s *shelf) read(ctx context.Context, query virtpos.StoreQuery, each func(virtpos.StockRow)) error {
	query.Fields = []virtpos.StockField{virtpos.StockItemName, virtpos.StockArticle}
	for row, err := range s.client.Store.All(ctx, query) {
		if err != nil {
			return err
		}
		if known, ok := s.items[row.Article]; ok && row.Article != "" && known != row.ItemID {
			return fmt.Errorf("the items %d and %d have the same article %s", known, row.ItemID, row.Article)
		}
		s.items[row.Article] = row.ItemID
		each(row)
	}
	return nil
}

// item finds an item that the warehouse has no row of in another one: VirtualPOS lists items by their stock only.
func (s *shelf) item(ctx context.Context, article string) (int64, error) {
	if s.items[article] == 0 {
		if err := s.read(ctx, virtpos.StoreQuery{Article: article}, func(virtpos.StockRow) {}); err != nil {
			return 0, err
		}
	}
	if id := s.items[article]; id != 0 {
		return id, nil
	}
	return 0, fmt.Errorf("no warehouse has an item with the article %q", article)
}

// compare prints what a count changes, and returns the updates that make it so.
func (s *shelf) compare(ctx context.Context, count []line) (updates []virtpos.OnHandUpdate, err error) {
	type place struct {
		item int64
		lot  string
	}
	counted := map[place]line{}
	for _, l := range count {
		id, err := s.item(ctx, l.article)
		if err != nil {
			return nil, err
		}
		if _, twice := counted[place{id, l.lot}]; twice {
			return nil, fmt.Errorf("%s, lot %q, is in the count twice; add the lines up", l.article, l.lot)
		}
		update := virtpos.OnHandUpdate{Item: virtpos.ItemID(id), OnHand: shelfwire.Set(l.quantity)}
		if l.lot != "" {
			update.LotNumber = shelfwire.Set(l.lot)
		}
		updates = append(updates, update)
		counted[place{id, l.lot}] = l
	}
	for _, row := range s.rows {
		key := place{row.ItemID, row.LotNumber}
		l, ok := counted[key]
		delete(counted, key)
		now, known := row.OnHand.Get()
		switch {
		case ok && (!known || !now.Equal(l.quantity)):
			fmt.Printf("%-8s %-9s %-12s %8s  becomes %s\n", row.Article, row.LotNumber, row.Name, row.OnHand, l.quantity)
		case !ok && (!known || !now.IsZero()):
			fmt.Printf("%-8s %-9s %-12s %8s  is not in the count: becomes 0\n", row.Article, row.LotNumber, row.Name, row.OnHand)
		}
	}
	for _, l := range count {
		if _, isNew := counted[place{s.items[l.article], l.lot}]; isNew {
			fmt.Printf("%-8s %-9s %-12s %8s  becomes %s\n", l.article, l.lot, "", "none", l.quantity)
		}
	}
	fmt.Printf("%d lines counted, %d rows in the warehouse\n", len(count), len(s.rows))
	return updates, nil
}

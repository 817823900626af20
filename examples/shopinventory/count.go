package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// counter counts the lines of a delivery in.
type counter struct {
	client *shopinventory.Client
	file   string // holds, at every moment, what is not known to be in
	left   []line // of the delivery, what needs a person or another run
}

// countIn looks before it counts: the stock before the first try is in the file before anything is sent. So whatever
// becomes of this program, the next run can tell by it what became of each line.
func countIn(ctx context.Context, client *shopinventory.Client, delivery, left string) error {
	lines, err := readDelivery(delivery)
	if err != nil {
		return err
	}
	c := &counter{client: client, file: left}
	stock, err := readShelf(ctx, client.Products)
	if err != nil {
		return errors.Join(fmt.Errorf("the stock could not be read: %w", err), c.keep(lines))
	}
	due := c.look(lines, stock)
	if err := writeFile(left, slices.Concat(due, c.left)); err != nil {
		return err
	}
	c.adjust(ctx, due)
	return c.keep(c.left)
}

// keep writes what is left for another run.
func (c *counter) keep(left []line) error {
	if err := writeFile(c.file, left); err != nil || len(left) == 0 {
		return err
	}
	return fmt.Errorf("%w: %d lines are in %s for another run", errLeft, len(left), c.file)
}

// look compares each line with the stock, and returns the lines that are to be counted in.
func (c *counter) look(lines []line, stock shelf) (due []line) {
	for _, l := range lines {
		item, err := stock.find(l.sku)
		l.id = item.ID
		now, tracked := item.OnHand.Get()
		before, tried := l.before.Get()
		switch {
		case err != nil:
			c.leave(l, "%v", err)
		case !tracked:
			c.leave(l, "the shop does not track the stock")
		case tried && now.Equal(before.Add(l.quantity)):
			l.say("was counted in: the stock was %s and is %s", before, now)
		case tried && !now.Equal(before):
			c.leave(l, "the stock was %s and is %s: count it, then put the line right, or take it out", before, now)
		case tried: // orders for just this many look the same, so the second run should not wait
			l.say("was not counted in: the stock is %s, as it was before", now)
			due = append(due, l)
		default:
			l.before = shelfwire.Set(now)
			due = append(due, l)
		}
	}
	return due
}

// adjust counts lines in, and leaves those that are not known to be in. A response that broke off before the new stock is
// no confirmation either: the next run looks.
func (c *counter) adjust(ctx context.Context, due []line) {
	unsent := due
	for r := range c.client.Inventory.UpdateAll(ctx, changes(due), shopinventory.UpdateAllOptions{Workers: 1}) {
		l := due[r.Index]
		unsent = due[r.Index+1:]
		if r.Err == nil || r.Outcome() == shelfwire.OutcomeApplied && !r.Result.OnHand.IsZero() {
			l.say("counted in: the stock was %s and is %s", l.before, r.Result.OnHand)
			continue
		}
		if r.Outcome() == shelfwire.OutcomeNotSent || r.Outcome() == shelfwire.OutcomeRejected {
			l = l.untried()
		}
		c.leave(l, "%s: %v", r.Outcome(), r.Err)
	}
	for _, l := range unsent { // the shop has rejected the key, or the program is stopped
		c.leave(l.untried(), "not sent")
	}
}

func (c *counter) leave(l line, reason string, args ...any) {
	l.say(reason, args...)
	c.left = append(c.left, l)
}

func changes(lines []line) iter.Seq2[shopinventory.ItemRef, shopinventory.ItemUpdate] {
	return func(yield func(shopinventory.ItemRef, shopinventory.ItemUpdate) bool) {
		for _, l := range lines {
			if !yield(shopinventory.ByID(l.id), shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(l.quantity)}) {
				return
			}
		}
	}
}

// shelf is what the shop sells, by SKU and by EAN.
type shelf map[string][]shopinventory.Item

// readShelf reads all products: a hundred with each call, where the inventory has a call for each one.
func readShelf(ctx context.Context, products *shopinventory.ProductsService) (shelf, error) {
	s := shelf{}
	for product, err := range products.All(ctx, shopinventory.ProductQuery{Prefetch: 1}) {
		if err != nil {
			return nil, err
		}
		items, known := product.Items()
		if !known {
			fmt.Printf("%-10s the stock of the product %d cannot be known\n", product.SKU, product.ID)
		}
		for _, item := range items {
			s[item.SKU] = append(s[item.SKU], item)
			if item.EAN != item.SKU {
				s[item.EAN] = append(s[item.EAN], item)
			}
		}
	}
	return s, nil
}

// find returns the one item with a code. Which of several a shop would find is not documented.
func (s shelf) find(code string) (shopinventory.Item, error) {
	if n := len(s[code]); n != 1 {
		return shopinventory.Item{}, fmt.Errorf("the shop has %d products with the SKU or EAN %s", n, code)
	}
	return s[code][0], nil
}

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
	lines  []line
	file   string // holds, at every moment, what is not known to be in
	left   []line // of these lines, the ones that need a person or another run
}

// run looks before it counts: the stock before the first try is in the file before anything is sent. So whatever becomes
// of this program, the next run can tell by it what became of each line.
func (c *counter) run(ctx context.Context) error {
	stock, err := readShelf(ctx, c.client.Products)
	if err != nil {
		err = fmt.Errorf("the stock could not be read: %w", err)
		return errors.Join(err, c.keep(c.lines))
	}
	due := c.look(stock)
	if err := writeFile(c.file, slices.Concat(due, c.left)); err != nil {
		return err
	}
	c.adjust(ctx, due)
	return c.keep(c.left)
}

// keep writes what is left for another run.
func (c *counter) keep(left []line) error {
	if err := writeFile(c.file, left); err != nil {
		return err
	}
	if len(left) > 0 {
		return fmt.Errorf("%w: %d lines are in %s for another run", errLeft, len(left), c.file)
	}
	return nil
}

// look compares each line with the stock, and returns the lines that are to be counted in.
func (c *counter) look(stock shelf) (due []line) {
	for _, l := range c.lines {
		item, err := stock.find(l.sku)
		l.id = item.ID
		now, tracked := item.OnHand.Get()
		before, tried := l.before.Get()
		after := before.Add(l.quantity)
		switch {
		case err != nil:
			c.leave(l, "%v", err)
		case !tracked:
			c.leave(l, "the shop does not track the stock")
		case !tried:
			l.before = shelfwire.Set(now)
			due = append(due, l)
		case now.Equal(before): // orders for just this many look the same, so the second run should not wait
			fmt.Printf("%-10s %8s  was not counted in: the stock is %s, as it was before\n", l.sku, l.quantity, now)
			due = append(due, l)
		case now.Equal(after):
			fmt.Printf("%-10s %8s  was counted in: the stock was %s and is %s\n", l.sku, l.quantity, before, now)
		default:
			c.leave(l, "the stock was %s and is %s: count it, then put the line right, or take it out", before, now)
		}
	}
	return due
}

// adjust counts lines in, and leaves those that are not known to be in. An answer that broke off before the new stock is
// no confirmation either: the next run looks.
func (c *counter) adjust(ctx context.Context, due []line) {
	unsent := due
	for r := range c.client.Inventory.UpdateAll(ctx, changes(due), shopinventory.UpdateAllOptions{Workers: 1}) {
		l := due[r.Index]
		unsent = due[r.Index+1:]
		if r.Err == nil || r.Outcome() == shelfwire.OutcomeApplied && !r.Result.OnHand.IsZero() {
			fmt.Printf("%-10s %8s  counted in: the stock was %s and is %s\n", l.sku, l.quantity, l.before, r.Result.OnHand)
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
	fmt.Printf("%-10s %8s  %s\n", l.sku, l.quantity, fmt.Sprintf(reason, args...))
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

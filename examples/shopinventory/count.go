package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

var errLeft = errors.New("not everything is known to be in")

// countIn counts a delivery in. The file holds what is not known to be in, and the stock that was there before a try. So
// whatever becomes of this program, the next run can tell by it what became of each line.
func countIn(ctx context.Context, inventory *shopinventory.InventoryService, delivery, file string) error {
	left, err := readDelivery(delivery)
	if err != nil {
		return err
	}
	keep := func() error { return writeFile(file, left) }
	for i, isLockedOut := 0, false; i < len(left) && !isLockedOut; {
		isIn, err := left[i].count(ctx, inventory, keep)
		if isIn {
			left = slices.Delete(left, i, i+1)
			continue
		}
		left[i].say("%v", err)
		isLockedOut = errors.Is(err, shelfwire.ErrUnauthorized) || errors.Is(err, shelfwire.ErrForbidden) // worse with each try
		i++
	}
	if err := keep(); err != nil || len(left) == 0 {
		return err
	}
	return fmt.Errorf("%w: %d lines are in %s for another run", errLeft, len(left), file)
}

// count reports whether a line is in, or why that is not known. It keeps the line before it sends anything.
func (l *line) count(ctx context.Context, inventory *shopinventory.InventoryService, keep func() error) (isIn bool, err error) {
	item, err := inventory.Get(ctx, shopinventory.BySKU(l.sku))
	if err != nil {
		return false, err
	}
	now, tracked := item.OnHand.Get()
	before, tried := l.before.Get()
	switch {
	case !tracked:
		return false, errors.New("the shop does not track the stock")
	case tried && now.Equal(before.Add(l.quantity)):
		l.say("was counted in: the stock was %s and is %s", before, now)
		return true, nil
	case tried && !now.Equal(before):
		return false, fmt.Errorf("the stock was %s and is %s: count it, then put the line right, or take it out", before, now)
	case tried: // orders for just this many look the same, so the second run should not wait
		l.say("was not counted in: the stock is %s, as it was before", now)
	}
	l.before = shelfwire.Set(now)
	if err := keep(); err != nil {
		return false, err
	}
	update := shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(l.quantity)}
	_, err = inventory.Update(ctx, shopinventory.ByID(item.ID), update)
	switch outcome := shelfwire.OutcomeOf(err); {
	case outcome == shelfwire.OutcomeApplied:
		l.say("counted in: the stock was %s", now)
		return true, nil
	case outcome != shelfwire.OutcomeUnknown: // not sent, or rejected
		l.before = shelfwire.Opt[shelfwire.Decimal]{}
	}
	return false, err
}

package flows

import (
	"context"
	"errors"
	"fmt"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// closing is how an order ends, whatever accounts it goes to.
type closing struct {
	shop      *shop.Shop
	closed    func(*ClosedError) // told of each order that will not be tried again; nil for nobody
	isLasting func(error) bool   // reports whether the same order would fail again

	// look finds what has become of an order that was held back, where the accounts can be asked; nil where they cannot.
	look func(context.Context, shop.Order) error
}

// run submits an open order and closes it when that is the end of it.
func (c closing) run(ctx context.Context, id int64, submit func(context.Context, shop.Order) error) error {
	o, err := c.shop.Order(ctx, id)
	if err != nil {
		return err
	}
	switch o.State {
	case shop.OrderOpen:
	case shop.OrderFailed: // it was held back, perhaps while a write was on its way
		return c.closeUnclear(ctx, o)
	default:
		return nil
	}
	err = submit(ctx, o)
	ctx = context.WithoutCancel(ctx)
	_, parked := errors.AsType[*shop.ParkedError](err)
	switch {
	case errors.Is(err, shop.ErrNotOpen):
		return nil
	case errors.Is(err, shop.ErrBusy):
		return err // nothing has gone wrong with it
	case err == nil:
		return c.shop.CloseOrder(ctx, id, shop.OrderSent, "")
	case parked:
		return c.close(ctx, id, shop.OrderParked, err)
	case c.isLasting(err):
		return c.close(ctx, id, shop.OrderFailed, err)
	default:
		return errors.Join(err, c.shop.Note(ctx, id, err.Error()))
	}
}

// giveUp fails an order.
func (c closing) giveUp(ctx context.Context, id int64, reason error) error {
	return c.close(context.WithoutCancel(ctx), id, shop.OrderFailed, fmt.Errorf("given up: %w", reason))
}

// closeUnclear parks an order when nobody knows what became of one of its writes: its program was killed before it could say so.
func (c closing) closeUnclear(ctx context.Context, o shop.Order) error {
	err := c.shop.Unclear(ctx, o)
	_, isUnclear := errors.AsType[*shop.ParkedError](err)
	switch {
	case err == nil && c.look != nil:
		return c.look(ctx, o)
	case !isUnclear:
		return err
	}
	return c.close(context.WithoutCancel(ctx), o.ID, shop.OrderParked, err)
}

func (c closing) close(ctx context.Context, id int64, state shop.State, reason error) error {
	if err := c.shop.CloseOrder(ctx, id, state, reason.Error()); err != nil {
		return errors.Join(err, reason)
	}
	asked, err := c.shop.Asked(ctx, id)
	if err != nil {
		return errors.Join(err, reason)
	}
	closed := &ClosedError{Order: id, State: state, Err: reason, Asked: asked}
	if c.closed != nil {
		c.closed(closed)
	}
	return closed
}

package shop

import (
	"context"
	"database/sql"
	"errors"

	"github.com/shelfwire/shelfwire"
)

// Channels is what the channels have of one product, as far as the shop knows.
type Channels struct {
	Card    shelfwire.Opt[Card]    // in ERP XT
	Listing shelfwire.Opt[Listing] // in the MerchantPro shop
	Till    []TillQuantity         // in the warehouses of tills
}

// TillQuantity is how much of a product a till's warehouse was given with its last complete replacement.
type TillQuantity struct {
	Warehouse string // its key in VirtualPOS
	Quantity  shelfwire.Decimal
}

// Channels looks one product up.
func (s *Shop) Channels(ctx context.Context, sku string) (c Channels, err error) {
	if c.Card, err = s.card(ctx, sku); err != nil {
		return Channels{}, err
	}
	if c.Listing, err = s.listing(ctx, sku); err != nil {
		return Channels{}, err
	}
	c.Till, err = s.tills(ctx, sku)
	return c, err
}

func (s *Shop) card(ctx context.Context, sku string) (shelfwire.Opt[Card], error) {
	var c Card
	err := s.db.QueryRowContext(ctx, `SELECT card_id, name, unit, vat, price FROM cards WHERE sku = $1`, sku).
		Scan(&c.ID, &c.Name, &c.Unit, &c.VAT, &c.Price)
	return found(c, err)
}

func (s *Shop) listing(ctx context.Context, sku string) (shelfwire.Opt[Listing], error) {
	var l Listing
	var stock, price, old sql.Null[shelfwire.Decimal]
	err := s.db.QueryRowContext(ctx, `SELECT state, stock, price, old_price FROM listings WHERE sku = $1`, sku).
		Scan(&l.State, &stock, &price, &old)
	l.Stock, l.Price, l.OldPrice = opt(stock), opt(price), opt(old)
	return found(l, err)
}

// found is what a query of one row has read, and nothing when there was no row.
func found[T any](value T, err error) (shelfwire.Opt[T], error) {
	switch {
	case err == nil:
		return shelfwire.Set(value), nil
	case errors.Is(err, sql.ErrNoRows):
		return shelfwire.Opt[T]{}, nil
	default:
		return shelfwire.Opt[T]{}, err
	}
}

func (s *Shop) tills(ctx context.Context, sku string) ([]TillQuantity, error) {
	rows, err := s.db.QueryContext(ctx,
		`SELECT warehouse, quantity FROM till_stock WHERE sku = $1 ORDER BY warehouse`, sku)
	return collect(rows, err, func(t *TillQuantity) error { return rows.Scan(&t.Warehouse, &t.Quantity) })
}

package shop

import (
	"context"

	"github.com/shelfwire/shelfwire"
)

// Sellable returns what can still be sold of each product whose stock is known, by SKU: the stock over all locations as it
// was last read, less what has been ordered and is not in it yet, as in [Shop.Available]. It can be below zero.
func (s *Shop) Sellable(ctx context.Context) (map[string]shelfwire.Decimal, error) {
	return s.sellable(ctx, "")
}

// sellable does so for the SKUs that a condition selects; "" for all.
func (s *Shop) sellable(ctx context.Context, skus string, args ...any) (map[string]shelfwire.Decimal, error) {
	stock, err := s.quantities(ctx, `SELECT sku, on_hand FROM products WHERE on_hand IS NOT NULL`+skus, args...)
	if err != nil {
		return nil, err
	}
	ordered, err := s.quantities(ctx, `SELECT sku, quantity FROM taken WHERE TRUE`+skus, args...)
	if err != nil {
		return nil, err
	}
	left := map[string]shelfwire.Decimal{}
	for _, q := range stock {
		left[q.SKU] = q.Quantity
	}
	for _, q := range ordered {
		if quantity, known := left[q.SKU]; known {
			left[q.SKU] = quantity.Sub(q.Quantity)
		}
	}
	return left, nil
}

// SellableAt returns what can still be sold of the next products with a stock at a location, by SKU, at most so many: those
// behind a SKU, or the first ones behind the empty one. It is the stock there, less what has been ordered from there and
// is not in it yet, and can be below zero. It is no more than what can still be sold over all locations: what was ordered
// from a location that has too little comes from another one.
//
// Each call is a query of its own, so that the database is free for others in between.
func (s *Shop) SellableAt(ctx context.Context, location, behind string, most int) ([]Quantity, error) {
	stock, err := s.quantities(ctx, `
		SELECT sku, quantity FROM stock WHERE location = $1 AND sku > $2 ORDER BY sku LIMIT $3`, location, behind, most)
	if err != nil || len(stock) == 0 {
		return nil, err
	}
	last := stock[len(stock)-1].SKU
	ordered, err := s.quantities(ctx, `SELECT sku, quantity FROM taken WHERE location = $1 AND sku > $2 AND sku <= $3`,
		location, behind, last)
	if err != nil {
		return nil, err
	}
	all, err := s.sellable(ctx, ` AND sku > $1 AND sku <= $2`, behind, last)
	if err != nil {
		return nil, err
	}
	taken := map[string]shelfwire.Decimal{}
	for _, q := range ordered {
		taken[q.SKU] = taken[q.SKU].Add(q.Quantity)
	}
	for i, q := range stock {
		stock[i].Quantity = q.Quantity.Sub(taken[q.SKU])
		if left, known := all[q.SKU]; known && left.LessThan(stock[i].Quantity) {
			stock[i].Quantity = left
		}
	}
	return stock, nil
}

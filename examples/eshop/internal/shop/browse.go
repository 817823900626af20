package shop

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// Offer is a product as a storefront shows it.
type Offer struct {
	Product

	OnHand shelfwire.Opt[shelfwire.Decimal] // over all locations; absent when nobody knows
}

const selectOffer = `SELECT ` + productColumns + `, on_hand FROM products`

// scanOffer reads a row of selectOffer.
func scanOffer(row interface{ Scan(...any) error }) (Offer, error) {
	var onHand sql.Null[shelfwire.Decimal]
	p, err := scanProduct(scanner(func(columns ...any) error { return row.Scan(append(columns, &onHand)...) }))
	return Offer{Product: p, OnHand: opt(onHand)}, err
}

type scanner func(...any) error

func (s scanner) Scan(columns ...any) error { return s(columns...) }

// Offer returns a product, on sale or not. An unknown one is sql.ErrNoRows.
func (s *Shop) Offer(ctx context.Context, sku string) (Offer, error) {
	return scanOffer(s.db.QueryRowContext(ctx, selectOffer+` WHERE sku = $1`, sku))
}

// SQLite knows upper and lower case of ASCII letters only; with others it finds what is written alike.
const matching = ` WHERE active AND (lower(name) LIKE lower($1) ESCAPE '\' OR lower(category) LIKE lower($1) ESCAPE '\'
    OR lower(sku) LIKE lower($1) ESCAPE '\')`

// Browse returns the products on sale that have a text in their name, category or SKU, by SKU: at most so many
// behind an offset. The empty text finds all of them.
func (s *Shop) Browse(ctx context.Context, text string, offset, most int) ([]Offer, error) {
	rows, err := s.db.QueryContext(ctx, selectOffer+matching+` ORDER BY sku LIMIT $2 OFFSET $3`,
		containing(text), most, offset)
	return collect(rows, err, func(o *Offer) (err error) {
		*o, err = scanOffer(rows)
		return err
	})
}

// CountMatches returns how many products [Shop.Browse] finds in all.
func (s *Shop) CountMatches(ctx context.Context, text string) (n int, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT count(*) FROM products`+matching, containing(text)).Scan(&n)
	return n, err
}

// containing is the pattern of what has a text in it. What LIKE takes for its own is taken as it stands.
func containing(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}

// BestLocation is where most of a product is, the first one by name where that is alike; empty when nobody knows.
func (s *Shop) BestLocation(ctx context.Context, sku string) (string, error) {
	stock, err := s.Stock(ctx, sku)
	best := ""
	for _, location := range slices.Sorted(maps.Keys(stock)) {
		if best == "" || stock[location].GreaterThan(stock[best]) {
			best = location
		}
	}
	return best, err
}

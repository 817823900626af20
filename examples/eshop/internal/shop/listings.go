package shop

import (
	"context"
	"database/sql"

	"github.com/shelfwire/shelfwire"
)

// ListingState says what is known about a listing.
type ListingState string

// The states of a listing.
const (
	ListingSent      ListingState = "sent"      // on its way, or nobody knows
	ListingConfirmed ListingState = "confirmed" // the channel has it as it was sent
	ListingMissing   ListingState = "missing"   // the channel does not have such a product
)

// Listing is what was last sent to the MerchantPro shop for a product. What was never sent is absent.
type Listing struct {
	State    ListingState
	Stock    shelfwire.Opt[shelfwire.Decimal]
	Price    shelfwire.Opt[shelfwire.Decimal] // VAT included
	OldPrice shelfwire.Opt[shelfwire.Decimal] // before a reduction, VAT included
}

// Listings returns what was sent, by SKU.
func (s *Shop) Listings(ctx context.Context) (map[string]Listing, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT sku, state, stock, price, old_price FROM listings`)
	listings := map[string]Listing{}
	return listings, each(rows, err, func() error {
		var sku string
		var l Listing
		var stock, price, old sql.Null[shelfwire.Decimal]
		err := rows.Scan(&sku, &l.State, &stock, &price, &old)
		l.Stock, l.Price, l.OldPrice = opt(stock), opt(price), opt(old)
		listings[sku] = l
		return err
	})
}

// SaveListing remembers what is sent for a product, and in which state it is.
func (s *Shop) SaveListing(ctx context.Context, sku string, l Listing) error {
	_, err := s.db.ExecContext(ctx, `
		INSERT INTO listings (sku, state, stock, price, old_price) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (sku) DO UPDATE SET
		    state = excluded.state, stock = excluded.stock, price = excluded.price, old_price = excluded.old_price`,
		sku, string(l.State), nullText(l.Stock), nullText(l.Price), nullText(l.OldPrice))
	return err
}

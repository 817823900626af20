package shop

import (
	"context"

	"github.com/shelfwire/shelfwire"
)

// Card is a product's card in ERP XT: what the shop has put on it.
type Card struct {
	ID    int64 // the key there
	Name  string
	Unit  string
	VAT   string            // the provider's code of the rate
	Price shelfwire.Decimal // of one unit, VAT included
}

// CardStep creates the card of a product.
func CardStep(sku string) Step { return Step{Target: "product card " + sku} }

// Cards returns the cards that are known to be in ERP XT, by SKU.
func (s *Shop) Cards(ctx context.Context) (map[string]Card, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT sku, card_id, name, unit, vat, price FROM cards`)
	cards := map[string]Card{}
	return cards, each(rows, err, func() error {
		var sku string
		var c Card
		err := rows.Scan(&sku, &c.ID, &c.Name, &c.Unit, &c.VAT, &c.Price)
		cards[sku] = c
		return err
	})
}

// SaveCard remembers what is on the card of a product.
func (s *Shop) SaveCard(ctx context.Context, sku string, c Card) error {
	_, err := s.db.ExecContext(ctx, `
		INSERT INTO cards (sku, card_id, name, unit, vat, price) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (sku) DO UPDATE SET
		    card_id = excluded.card_id, name = excluded.name, unit = excluded.unit, vat = excluded.vat,
		    price = excluded.price`,
		sku, c.ID, c.Name, c.Unit, c.VAT, c.Price)
	return err
}

// CardID returns the key of a product's card in ERP XT, and sql.ErrNoRows while none is known to be there.
func (s *Shop) CardID(ctx context.Context, sku string) (id int64, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT card_id FROM cards WHERE sku = $1`, sku).Scan(&id)
	return id, err
}

package demo

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// ERPXT is a fake ERP XT inside this process.
type ERPXT struct{ Server *erpxttest.Server }

// Close stops it.
func (e *ERPXT) Close() { e.Server.Close() }

// StartERPXT starts an ERP XT. It forgets everything when the process ends, so the cards and invoices that the shop
// knows to be there are put back first. Where the shop knows of no cards, somebody has made a few by hand already: some of
// them right, some with a price of last year.
func StartERPXT(ctx context.Context, s *shop.Shop, products int, seed uint64) (*ERPXT, error) {
	e := &ERPXT{Server: erpxttest.New()}
	err := e.restoreCards(ctx, s, products, seed)
	if err == nil {
		err = e.restoreOrders(ctx, s)
	}
	if err != nil {
		e.Close()
		return nil, fmt.Errorf("the demo's ERP XT: %w", err)
	}
	e.Server.SetLatency(latency)
	return e, nil
}

func (e *ERPXT) restoreCards(ctx context.Context, s *shop.Shop, products int, seed uint64) error {
	cards, err := s.Cards(ctx)
	if err != nil {
		return err
	}
	if len(cards) == 0 {
		return eachChunk(ctx, products, func(from, to int) { e.Server.AddProducts(byHand(from, to, seed)...) })
	}
	for sku, c := range cards {
		var rate erpxt.VATRate
		if err := json.Unmarshal([]byte(c.VAT), &rate); err != nil {
			return err
		}
		e.Server.AddProducts(erpxt.Product{
			ID: c.ID, Name: c.Name, ProductCode: sku, UnitOfMeasurement: c.Unit, Rate: rate,
			SaleGrossPrice: shelfwire.Set(c.Price),
		})
	}
	return nil
}

// byHand returns cards of every thirtieth product.
func byHand(from, to int, seed uint64) []erpxt.Product {
	var cards []erpxt.Product
	for i := (from + 29) / 30 * 30; i < to; i += 30 {
		p := product(i, seed)
		price := p.Price.Or(money(100))
		if i%60 != 0 {
			price = price.Add(money(50))
		}
		cards = append(cards, erpxt.Product{
			Name: p.Name, ProductCode: p.SKU, UnitOfMeasurement: p.Unit, Rate: erpxt.VAT23,
			SaleGrossPrice: shelfwire.Set(price),
		})
	}
	return cards
}

package demo

import (
	"context"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// MerchantPro is a fake MerchantPro shop inside this process.
type MerchantPro struct{ Server *shopinventorytest.Server }

// Close stops it.
func (m *MerchantPro) Close() { m.Server.Close() }

// StartMerchantPro starts a shop. It forgets everything when the process ends, so what the shop knows to be listed is put
// back first. Where it knows of nothing, somebody has listed most of the products already, with the prices of last year.
func StartMerchantPro(ctx context.Context, s *shop.Shop, products int, seed uint64) (*MerchantPro, error) {
	m := &MerchantPro{Server: shopinventorytest.New()}
	err := m.restoreListings(ctx, s, products, seed)
	if err == nil {
		err = m.fillOrders(ctx, s, products, seed)
	}
	if err != nil {
		m.Close()
		return nil, fmt.Errorf("the demo's MerchantPro: %w", err)
	}
	m.Server.SetLatency(latency)
	return m, nil
}

// fillOrders puts back the orders that the shop knows. Each run finds a few more.
func (m *MerchantPro) fillOrders(ctx context.Context, s *shop.Shop, products int, seed uint64) error {
	accounts, err := s.Accounts(ctx)
	if err != nil {
		return err
	}
	known, err := m.restoreOrders(ctx, s)
	switch {
	case err != nil:
		return err
	case known == 0:
		openMerchantPro(m.Server, accounts.Currency(), products, seed)
	default:
		touchMerchantPro(m.Server, accounts.Currency(), products, seed)
	}
	return nil
}

func (m *MerchantPro) restoreListings(ctx context.Context, s *shop.Shop, products int, seed uint64) error {
	listings, err := s.Listings(ctx)
	if err != nil {
		return err
	}
	if len(listings) == 0 {
		return eachChunk(ctx, products, func(from, to int) { m.Server.AddItems(listed(from, to, seed)...) })
	}
	for sku, l := range listings {
		if l.State == shop.ListingMissing {
			continue
		}
		m.Server.AddItems(shopinventorytest.Item{Item: shopinventory.Item{
			SKU: sku, OnHand: l.Stock, PriceGross: l.Price, OldPriceGross: l.OldPrice,
		}})
	}
	return nil
}

// listed returns items of most products: a few nobody has listed, and a few are said to be reduced.
func listed(from, to int, seed uint64) []shopinventorytest.Item {
	var items []shopinventorytest.Item
	for i := from; i < to; i++ {
		if i%75 == 20 {
			continue
		}
		p := product(i, seed)
		price := p.Price.Or(money(100))
		item := shopinventory.Item{
			SKU: p.SKU, OnHand: shelfwire.Set(shelfwire.NewDecimal(0)),
			PriceGross: shelfwire.Set(price.Add(money(50))),
		}
		if i%40 == 0 {
			item.OldPriceGross = shelfwire.Set(price.Add(money(500)))
		}
		items = append(items, shopinventorytest.Item{Item: item})
	}
	return items
}

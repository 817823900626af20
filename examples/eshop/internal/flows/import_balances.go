package flows

import (
	"context"

	"github.com/shelfwire/shelfwire/resico"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// ImportBalances brings Resico's balances into the shop's stock, location by location: the guide's fourth flow. It
// needs the catalogue, so it runs after [ImportProducts].
type ImportBalances struct {
	Shop     *shop.Shop
	Products productChanges
	Progress Progress
}

// Run reads the balances of the products that changed since the last run. Resico does not say whether a change of
// stock alone counts as a change of the product, so a shop should now and then ask for everything.
func (f *ImportBalances) Run(ctx context.Context, everything bool) (Import, error) {
	began, err := f.Shop.Moment(ctx)
	if err != nil {
		return Import{}, err
	}
	var done Import
	w := &walk{
		flow: "balances", shop: f.Shop, products: f.Products, progress: f.Progress, done: &done,
		fields: []resico.ProductField{resico.ProductSKU, resico.ProductBalance},
	}
	since, err := w.since(ctx, everything)
	if err != nil {
		return Import{}, err
	}
	done.Since = since
	err = w.run(ctx, since, func(page []resico.Product) error {
		balances := stock(page)
		done.Read += len(page)
		done.Without += len(page) - len(balances)
		unknown, err := f.Shop.SaveBalances(ctx, began, balances)
		done.Unknown += unknown
		return err
	})
	return done, err
}

// stock takes the quantities that were given. A product without any keeps its stock: it is not out of stock. Nor is a
// location whose quantity was left out or could not be read.
func stock(page []resico.Product) []shop.Balance {
	balances := make([]shop.Balance, 0, len(page))
	for _, p := range page {
		if len(p.Balance.Locations) == 0 && p.Balance.Totals.IsZero() {
			continue
		}
		balances = append(balances, shop.Balance{
			SKU: p.SKU, Locations: p.Balance.Locations, Total: p.Balance.Totals,
		})
	}
	return balances
}

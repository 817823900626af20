package flows

import (
	"context"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// ImportProducts brings new and changed products into the shop's catalogue: the guide's first flow.
type ImportProducts struct {
	Shop     *shop.Shop
	Products productChanges
	Progress Progress
}

// Run reads what changed since the last run. The first run, and one that is asked to, reads everything: only then
// can it see that a product is gone.
func (f *ImportProducts) Run(ctx context.Context, everything bool) (Import, error) {
	began := time.Now()
	var done Import
	w := &walk{
		flow: "products", shop: f.Shop, products: f.Products, progress: f.Progress, done: &done,
		fields: []resico.ProductField{
			resico.ProductSKU, resico.ProductParentSKU, resico.ProductName, resico.ProductUnit, resico.ProductVAT,
			resico.ProductPrice, resico.ProductSalePrice, resico.ProductCategory, resico.ProductActive,
		},
	}
	since, err := w.since(ctx, everything)
	if err != nil {
		return Import{}, err
	}
	done.Since = since
	err = w.run(ctx, since, func(page []resico.Product) error {
		products, without := catalogue(page)
		done.Read += len(products)
		done.Without += without
		return f.Shop.SaveProducts(ctx, began, products)
	})
	// An empty catalogue is more likely a mistake than a shop that sells nothing any more. And what came without a SKU may
	// be any product that seems to be gone.
	if err == nil && since.IsZero() && done.Read > 0 && done.Nameless == 0 {
		done.Gone, err = f.Shop.TakeOffSale(ctx, began)
	}
	return done, err
}

// catalogue turns Resico's products into the shop's. A price that was left out stays absent.
func catalogue(page []resico.Product) (products []shop.Product, without int) {
	for _, p := range page {
		if _, priced := p.Price.Get(); !priced {
			without++
		}
		products = append(products, shop.Product{
			SKU: p.SKU, ParentSKU: p.ParentSKU, Name: p.Name, Unit: p.Unit, VAT: string(p.VAT), Category: p.Category,
			Price: p.Price, SalePrice: reduction(p), Active: activation(p),
			KeepParent: isUnread(p, resico.ProductParentSKU), KeepCategory: isUnread(p, resico.ProductCategory),
		})
	}
	return products, without
}

// reduction is the reduced price: zero when Resico says that there is none, and absent when it says nothing.
func reduction(p resico.Product) shelfwire.Opt[shelfwire.Decimal] {
	if p.SalePrice.IsNull() {
		return shelfwire.Set(shelfwire.NewDecimal(0))
	}
	return p.SalePrice
}

// activation is whether a product is for sale, unless its price could not be read: then it is not put up for sale, and
// one that is on sale keeps the price that the shop knows.
func activation(p resico.Product) shelfwire.Opt[bool] {
	if active, _ := p.Active.Get(); active && isUnread(p, resico.ProductPrice, resico.ProductSalePrice) {
		return shelfwire.Opt[bool]{}
	}
	return p.Active
}

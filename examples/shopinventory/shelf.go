package main

import (
	"context"
	"fmt"

	"github.com/shelfwire/shelfwire/shopinventory"
)

// shelf is what the shop sells, by SKU and by EAN.
type shelf map[string][]shopinventory.Item

// readShelf reads all products: a hundred with each call, where the inventory has a call for each one.
func readShelf(ctx context.Context, products *shopinventory.ProductsService) (shelf, error) {
	s := shelf{}
	for product, err := range products.All(ctx, shopinventory.ProductQuery{Prefetch: 1}) {
		if err != nil {
			return nil, err
		}
		items, known := product.Items()
		if !known {
			fmt.Printf("%-10s the stock of the product %d cannot be known\n", product.SKU, product.ID)
		}
		for _, item := range items {
			s.add(item.SKU, item)
			if item.EAN != item.SKU {
				s.add(item.EAN, item)
			}
		}
	}
	return s, nil
}

func (s shelf) add(code string, item shopinventory.Item) {
	if code != "" {
		s[code] = append(s[code], item)
	}
}

// find returns the one item with a code. Which of several a shop would find is not documented.
func (s shelf) find(code string) (shopinventory.Item, error) {
	switch items := s[code]; len(items) {
	case 0:
		return shopinventory.Item{}, fmt.Errorf("the shop has no product with the SKU or EAN %s", code)
	case 1:
		return items[0], nil
	default:
		return shopinventory.Item{}, fmt.Errorf("the shop has %d products with the SKU or EAN %s", len(items), code)
	}
}

package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

// locations are the warehouse and the shops of the demo.
func locations() []string { return []string{"NOL", "Shop 1", "Shop 2"} }

// name returns the name of the product with a number, and the kind of thing that it is.
func name(i int) (name, kind string) {
	materials := []string{"Oak", "Birch", "Ash", "Linen", "Wool", "Clay", "Glass", "Steel", "Wicker", "Cork"}
	kinds := []string{"shelf", "stool", "tray", "lamp", "basket", "bowl", "throw", "hook rail", "vase", "crate"}
	material := materials[i%len(materials)]
	i /= len(materials)
	kind = kinds[i%len(kinds)]
	return fmt.Sprintf("%s %s, size %d", material, kind, 1+i/len(kinds)), kind
}

// sku returns the SKU of the product with a number.
func sku(i int) string { return fmt.Sprintf("SW-%04d", i+1) }

// catalogue invents the products with the numbers from one to before another.
func catalogue(from, to int, seed uint64) []resicotest.Product {
	products := make([]resicotest.Product, to-from)
	for i := range products {
		products[i] = product(from+i, seed)
	}
	return products
}

// product invents the product with a number. Some have no price and some no balance, as in real life; a shop must
// not take either for zero.
func product(i int, seed uint64) resicotest.Product {
	random := rand.New(rand.NewPCG(seed, uint64(i))) //nolint:gosec // the same products every time
	title, kind := name(i)
	p := resico.Product{
		SKU:       sku(i),
		Name:      title,
		Unit:      "GB",
		VAT:       "A",
		Category:  kind,
		Price:     shelfwire.Set(money(299 + random.Int64N(9_700))),
		SalePrice: shelfwire.Set(shelfwire.NewDecimal(0)),
		Active:    shelfwire.Set(i%60 != 59),
	}
	if i%9 == 4 {
		p.SalePrice = shelfwire.Set(money(199 + random.Int64N(100)))
	}
	if i%97 == 13 {
		p.Price = shelfwire.Opt[shelfwire.Decimal]{}
	}
	if i%101 != 7 {
		p.Balance = balance(random)
	}
	longAgo := time.Date(2025, time.March, 3, 9, 30, 0, 0, time.UTC)
	return resicotest.Product{Product: p, Updated: longAgo}
}

func balance(random *rand.Rand) resico.Balance {
	b := resico.Balance{Locations: map[string]shelfwire.Decimal{}}
	total := int64(0)
	for i, location := range locations() {
		if i > 0 && random.IntN(3) == 0 {
			continue // not every product is known at every location
		}
		quantity := random.Int64N(40)
		b.Locations[location] = shelfwire.NewDecimal(quantity)
		total += quantity
	}
	b.Totals = shelfwire.Set(shelfwire.NewDecimal(total))
	return b
}

// money is a number of cents as an amount with two places.
func money(cents int64) shelfwire.Decimal {
	return shelfwire.MustDecimal(fmt.Sprintf("%d.%02d", cents/100, cents%100))
}

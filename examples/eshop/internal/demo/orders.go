package demo

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// ErrNothingForSale says that the catalogue has no product that could be ordered.
var ErrNothingForSale = errors.New("there is no product for sale")

// patience is how many orders in a row can be for more than is in stock, before it is clear that hardly anything is left.
const patience = 100

// people is how many different customers order: fewer than there are orders, so some come again.
const people = 30

// PlaceOrders places n orders of invented customers, and returns how many it has placed. alongside adds the job of
// each.
func PlaceOrders(
	ctx context.Context, s *shop.Shop, n int, seed uint64,
	alongside func(ctx context.Context, tx *sql.Tx, order int64) error,
) (placed int, err error) {
	products, err := s.ForSale(ctx)
	if err != nil || n == 0 {
		return 0, err
	}
	if len(products) == 0 {
		return 0, ErrNothingForSale
	}
	before, err := countOrders(ctx, s)
	if err != nil {
		return 0, err
	}
	random := rand.New(rand.NewPCG(seed, before))       //nolint:gosec // the same orders every time
	movers := rand.New(rand.NewPCG(seed, before^1<<32)) //nolint:gosec // likewise
	for disappointed := 0; placed < n; {
		o := order(random, products)
		move(movers, &o.Customer)
		if o.Location, err = s.BestLocation(ctx, o.Items[0].SKU); err != nil {
			return placed, err
		}
		_, err := s.PlaceOrder(ctx, o, alongside)
		switch {
		case err == nil:
			placed++
			disappointed = 0
		case errors.Is(err, shop.ErrOutOfStock) && disappointed < patience: // and orders something else
			disappointed++
		default:
			return placed, err
		}
	}
	return placed, nil
}

func countOrders(ctx context.Context, s *shop.Shop) (all uint64, err error) {
	counts, err := s.CountOrders(ctx)
	for _, n := range counts {
		all += uint64(n) //nolint:gosec // a count
	}
	return all, err
}

func order(random *rand.Rand, products []shop.Product) shop.NewOrder {
	o := shop.NewOrder{Customer: customer(random.IntN(people)), PlacedAt: time.Now()}
	first := random.IntN(len(products))
	for i := range 1 + random.IntN(4) {
		if i == len(products) {
			break
		}
		o.Items = append(o.Items, shop.Item{
			SKU:      products[(first+i*17)%len(products)].SKU,
			Quantity: shelfwire.NewDecimal(1 + random.Int64N(3)),
		})
	}
	return o
}

// move lets a customer live elsewhere now and then.
func move(random *rand.Rand, c *shop.Customer) {
	if n := random.IntN(24); n < 3 {
		c.Address = fmt.Sprintf("Another Street %d, Riga", n+1)
	}
}

// customer invents the customer with a number. The telephone numbers are none that are given out.
func customer(i int) shop.Customer {
	return shop.Customer{
		Email:    fmt.Sprintf("buyer%02d@shop.example", i+1),
		Name:     fmt.Sprintf("Example Buyer %02d", i+1),
		Phone:    fmt.Sprintf("+371110000%02d", i+1),
		Address:  fmt.Sprintf("Example Street %d, Riga", i+1),
		PostCode: "LV-0000",
	}
}

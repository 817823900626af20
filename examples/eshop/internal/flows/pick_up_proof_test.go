package flows_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/shopinventory"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

func resicoProduct(sku string) resico.Product {
	return resico.Product{SKU: sku, Name: "Product " + sku, VAT: "A", Price: amount("12.50"), Active: shelfwire.Set(true)}
}

// by lets somebody else order, whose telephone number is not given: Resico takes each of them once.
func by(email string) func(*shopinventory.Order) {
	return func(o *shopinventory.Order) {
		o.CustomerEmail = email
		delete(o.Shipping, "phone")
	}
}

// The program is killed at each of its calls, before it and behind it: whatever was on its way, each order is invoiced once,
// and moved on once.
func TestPickUpOrders_killedAtEveryCall(t *testing.T) {
	t.Parallel()
	kills := 0
	for _, isAfter := range []bool{false, true} {
		for at, isDone := 1, false; !isDone && !t.Failed(); at++ {
			t.Run(fmt.Sprintf("call %d, after it %v", at, isAfter), func(t *testing.T) { // whose database is closed at its end
				o := newOffice(t).withStatus()
				wire := paid(func(o *shopinventory.Order) { o.PaymentStatus = shopinventory.PaymentAwaiting })
				ids := o.server.AddOrders(paid(), wire, paid(by("other@shop.example")))
				require.True(t, o.work(), "with nothing in the way")
				o.age(6 * 24 * time.Hour)
				ids = append(ids, o.server.AddOrders(paid())...)
				require.True(t, o.work(), "with nothing in the way")
				// The one that is paid late is not in the overlap any more: it is read by its number.
				o.server.SetOrder(ids[1], func(o *shopinventory.Order) { o.PaymentStatus = shopinventory.PaymentPaid })
				ids = append(ids, o.server.AddOrders(paid(), paid(by("new@shop.example")))...)

				o.killer.at, o.killer.isAfter = at, isAfter
				if isDone = o.work(); !isDone {
					kills++
				}
				o.settleAll()
				want := map[string]int{}
				for _, id := range ids {
					want[id] = 1
				}
				assert.Equal(t, want, o.invoiced())
				assert.Equal(t, want, o.moved())
			})
		}
	}
	assert.Equal(t, 2*18, kills, "a list, one by numbers, a new customer, three invoices with two lines, three read and moved on")
	t.Logf("%d kills", kills)
}

// Orders are made, entered late, dated ahead, and paid whenever, while days go by and the program is killed now and then,
// under each way in which the shop can read a day: in the end each that counts is invoiced once, and moved on once.
func TestPickUpOrders_eachOnce(t *testing.T) {
	t.Parallel()
	seeds := uint64(40)
	if shoptest.IsPostgres() || testing.Short() {
		seeds = 8
	}
	orders, kills := 0, 0
	for seed := range seeds {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { // whose database is closed at its end
			o := newOffice(t).withStatus()
			random := rand.New(rand.NewPCG(seed, 7))
			zone := []int{-12, 0, 2, 14}[seed%4]
			o.server.SetCreatedDay(time.FixedZone("", zone*3600), seed%8 < 4)
			require.True(t, o.work())
			hours := func(from, to int) time.Duration { return time.Duration(from+random.IntN(to-from)) * time.Hour }
			unpaid := func(created time.Time) {
				o.server.AddOrders(paid(by(fmt.Sprintf("shopper%d@shop.example", random.IntN(4))), func(n *shopinventory.Order) {
					n.PaymentStatus, n.Created = shopinventory.PaymentAwaiting, created
				}))
			}
			for range 5 + random.IntN(20) {
				switch random.IntN(7) {
				case 0:
					unpaid(time.Now())
				case 1: // right after a run, and entered a day late
					require.True(t, o.work())
					unpaid(time.Now().Add(-hours(20, 24)))
				case 2:
					unpaid(time.Now().Add(hours(1, 24*9)))
				case 3:
					if all := o.server.Orders(); len(all) > 0 {
						id := all[random.IntN(len(all))].ID
						o.server.SetOrder(id, func(o *shopinventory.Order) { o.PaymentStatus = shopinventory.PaymentPaid })
					}
				case 4:
					require.True(t, o.work()) // the program runs every five minutes
					o.age(hours(1, 24*6))
				case 5:
					require.True(t, o.work())
				case 6:
					o.killer.at, o.killer.isAfter = 1+random.IntN(10), random.IntN(2) == 0
					if !o.work() {
						kills++
					}
				}
			}
			require.True(t, o.work())
			for _, order := range o.server.Orders() {
				o.server.SetOrder(order.ID, func(o *shopinventory.Order) { o.PaymentStatus = shopinventory.PaymentPaid })
			}
			o.age(25 * time.Hour) // what is old is read once a day
			o.settleAll()
			orders += o.check(t)
		})
	}
	assert.Positive(t, kills)
	t.Logf("%d orders, %d kills", orders, kills)
}

// check holds the invoices against the orders that count.
func (o *office) check(t *testing.T) int {
	t.Helper()
	start, err := o.Shop.Mark(t.Context(), flows.PickUpStart)
	require.NoError(t, err)
	want, early := map[string]int{}, 0
	for _, order := range o.server.Orders() {
		switch state, reason := o.state(order.ID); {
		case order.Created.Before(start):
			assert.Equal(t, shop.RemoteEarly, state, order.ID)
			early++
		default:
			assert.Equal(t, shop.RemotePlaced, state, "%s: %s", order.ID, reason)
			want[order.ID] = 1
		}
	}
	assert.Equal(t, want, o.invoiced())
	assert.Equal(t, want, o.moved())
	return len(slices.Collect(maps.Keys(want)))
}

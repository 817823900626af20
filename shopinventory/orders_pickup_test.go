package shopinventory_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// backOffice is what an integration keeps of a shop: the checkpoint, the orders that it knows, and those that it has
// invoiced.
type backOffice struct {
	client     *shopinventory.Client
	checkpoint time.Time
	open       map[string]bool
	invoiced   map[string]int
}

// run picks up orders, and looks again at those that were unpaid. An error ends it where it stands, as a kill does.
func (b *backOffice) run(ctx context.Context) error {
	n := b.client.Orders.CreatedSince(ctx, b.checkpoint, shopinventory.OrderQuery{PageSize: 3})
	for o, err := range n.All() {
		if err != nil {
			return err
		}
		b.take(&o)
	}
	if at, ok := n.Checkpoint(); ok {
		b.checkpoint = at
	}
	for r := range b.client.Orders.Refresh(ctx, slices.Sorted(maps.Keys(b.open))) {
		if r.Err != nil {
			return r.Err
		}
		b.take(&r.Result)
	}
	return nil
}

func (b *backOffice) take(o *shopinventory.Order) {
	if b.invoiced[o.ID] > 0 {
		return
	}
	if b.open[o.ID] = true; o.PaymentStatus == shopinventory.PaymentPaid {
		b.invoiced[o.ID]++
		delete(b.open, o.ID)
	}
}

// Orders that are created, entered late, dated ahead and paid whenever: each is invoiced once, however the shop reads days,
// and at whichever call a run is killed.
func TestOrdersService_PickUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		srv := shopinventorytest.New()
		defer srv.Close()
		clock := &handClock{now: at("2026-03-27T22:30:00Z")}
		srv.SetClock(clock.Now)
		zone := rapid.SampledFrom([]int{-12, 0, 2, 14}).Draw(t, "zone")
		srv.SetCreatedDay(time.FixedZone("", zone*3600), rapid.Bool().Draw(t, "inclusive"))
		transport := &http.Transport{}
		defer transport.CloseIdleConnections()
		client, err := shopinventory.New(srv.URL(), srv.Credentials(), &shelfwire.Options{
			HTTPClient: call.WithClock(&http.Client{Transport: transport}, clock), Limiter: shelfwire.Unlimited,
		})
		if err != nil {
			t.Fatal(err)
		}
		office := &backOffice{client: client, checkpoint: clock.now, open: map[string]bool{}, invoiced: map[string]int{}}
		hours := func(name string, from, to int) time.Duration {
			return time.Duration(rapid.IntRange(from, to).Draw(t, name)) * time.Hour
		}
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			switch rapid.SampledFrom([]string{"order", "late", "ahead", "pay", "wait", "run", "killed"}).Draw(t, "step") {
			case "order":
				srv.AddOrders(shopinventory.Order{Created: clock.now})
			case "late": // right after a run whose checkpoint is this moment
				srv.AddOrders(shopinventory.Order{Created: clock.now})
				if err := office.run(context.Background()); err != nil {
					t.Fatal(err)
				}
				srv.AddOrders(shopinventory.Order{Created: clock.now.Add(-hours("late", 20, 24))})
			case "ahead":
				srv.AddOrders(shopinventory.Order{Created: clock.now.Add(hours("ahead", 1, 24*9))})
			case "pay":
				if orders := srv.Orders(); len(orders) > 0 {
					id := orders[rapid.IntRange(0, len(orders)-1).Draw(t, "paid")].ID
					srv.SetOrder(id, func(o *shopinventory.Order) { o.PaymentStatus = shopinventory.PaymentPaid })
				}
			case "wait":
				clock.now = clock.now.Add(hours("wait", 1, 24*6))
			case "killed":
				srv.Fail(faults.ErrorBody(400, "killed").Skip(rapid.IntRange(0, 5).Draw(t, "calls")))
				_ = office.run(context.Background())
				srv.ClearFaults()
			case "run":
				if err := office.run(context.Background()); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, o := range srv.Orders() {
			srv.SetOrder(o.ID, func(o *shopinventory.Order) { o.PaymentStatus = shopinventory.PaymentPaid })
		}
		if err := office.run(context.Background()); err != nil {
			t.Fatal(err)
		}
		for _, o := range srv.Orders() {
			if office.invoiced[o.ID] != 1 {
				t.Fatal(fmt.Sprintf("the order %s of %s was invoiced %d times; the checkpoint is %s",
					o.ID, o.Created, office.invoiced[o.ID], office.checkpoint))
			}
		}
	})
}

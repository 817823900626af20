package demo

import (
	"context"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// Till is the location that has a till, and the external ID of the till's warehouse.
const Till = "Shop 1"

// VirtPOS is a fake VirtualPOS inside this process.
type VirtPOS struct{ Server *virtpostest.Server }

// Close stops it.
func (v *VirtPOS) Close() { v.Server.Close() }

// StartVirtPOS starts a VirtualPOS with a till, whose items are the products. It forgets everything when the process ends,
// so what the shop knows to be in the warehouse is put back first. Where it knows nothing, there is what somebody has
// counted last year.
func StartVirtPOS(ctx context.Context, s *shop.Shop, products int, seed uint64) (*VirtPOS, error) {
	stock, err := s.TillStock(ctx, Till)
	if err != nil {
		return nil, fmt.Errorf("the demo's VirtualPOS: %w", err)
	}
	v := &VirtPOS{Server: virtpostest.New()}
	t := newTill(v.Server)
	if err := t.fill(ctx, products, seed); err != nil {
		v.Close()
		return nil, fmt.Errorf("the demo's VirtualPOS: %w", err)
	}
	if len(stock) == 0 {
		t.count(products)
	}
	for _, q := range stock {
		t.put(q.SKU, q.Quantity)
	}
	v.Server.SetLatency(latency)
	return v, nil
}

// till is the warehouse in a VirtualPOS.
type till struct {
	server    *virtpostest.Server
	warehouse int64
	items     map[string]int64 // by SKU
	skus      map[int64]string // by item
}

// newTill makes an empty till.
func newTill(server *virtpostest.Server) *till {
	t := &till{server: server, items: map[string]int64{}, skus: map[int64]string{}}
	t.warehouse = server.AddWarehouses(virtpostest.Warehouse{ExternalID: Till, Name: Till})[0]
	return t
}

// fill makes the products its items.
func (t *till) fill(ctx context.Context, products int, seed uint64) error {
	return eachChunk(ctx, products, func(from, to int) {
		for _, p := range catalogue(from, to, seed) {
			t.add(p.SKU, p.Name)
		}
	})
}

// count puts in what somebody has counted last year: of some products nothing.
func (t *till) count(products int) {
	for i := 0; i < products; i += 3 {
		t.put(sku(i), shelfwire.NewDecimal(int64(1+i%7)))
	}
}

func (t *till) add(sku, name string) {
	id := t.server.AddItems(virtpostest.Item{ExternalID: sku, Article: sku, Name: name})[0]
	t.items[sku], t.skus[id] = id, sku
}

func (t *till) put(sku string, quantity shelfwire.Decimal) {
	if t.items[sku] == 0 { // a smaller catalogue than last time
		t.add(sku, sku)
	}
	t.server.SetStock(virtpostest.Row{WarehouseID: t.warehouse, ItemID: t.items[sku], OnHand: quantity})
}

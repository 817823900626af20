// Package demo is what a shop has from elsewhere and an example has not: a Resico and other providers to work with, and
// customers who order.
package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// Touched is the number of products that change between two runs of the demo.
const Touched = 7

// latency makes the fakes feel a little like a network.
const latency = 5 * time.Millisecond

// Resico is a fake Resico inside this process.
type Resico struct{ Server *resicotest.Server }

// Close stops it.
func (r *Resico) Close() { r.Server.Close() }

// StartResico starts a Resico with a catalogue that follows from the seed. It forgets everything when the process ends,
// so whatever the shop knows to be there is put back first. On later runs a few products have changed.
func StartResico(ctx context.Context, s *shop.Shop, products int, seed uint64) (*Resico, error) {
	r := &Resico{Server: resicotest.New()}
	err := Fill(ctx, r.Server, products, seed)
	if err == nil {
		err = r.catchUp(ctx, s, products)
	}
	if err != nil {
		r.Close()
		return nil, fmt.Errorf("the demo's Resico: %w", err)
	}
	r.Server.SetLatency(latency)
	return r, nil
}

// Fill gives a fake the locations and products of the demo, unless the context ends first.
func Fill(ctx context.Context, server *resicotest.Server, products int, seed uint64) error {
	server.AddLocations(locations()...)
	return eachChunk(ctx, products, func(from, to int) {
		server.AddProducts(catalogue(from, to, seed)...)
	})
}

// chunk is how many products are made between two looks at whether the program is to end.
const chunk = 1000

// eachChunk goes through the numbers of products, some at a time, until the context ends.
func eachChunk(ctx context.Context, products int, do func(from, to int)) error {
	for from := 0; from < products; from += chunk {
		if err := ctx.Err(); err != nil {
			return err
		}
		do(from, min(from+chunk, products))
	}
	return ctx.Err()
}

func (r *Resico) catchUp(ctx context.Context, s *shop.Shop, products int) error {
	last, err := s.Mark(ctx, "products")
	if err != nil {
		return err
	}
	if !last.IsZero() {
		touch(r.Server, products)
	}
	if err := r.restoreCustomers(ctx, s); err != nil {
		return err
	}
	return r.restoreInvoices(ctx, s)
}

// touch changes the price of some products and the stock of others.
func touch(server *resicotest.Server, products int) {
	for i := range min(Touched, products) {
		p := product(i*products/Touched, 0).Product
		if i%2 == 0 {
			p.Price = shelfwire.Set(money(199 + time.Now().Unix()%1000))
			server.SetProduct(p)
			continue
		}
		server.SetBalance(p.SKU, locations()[0], shelfwire.NewDecimal(time.Now().Unix()%100))
	}
}

func (r *Resico) restoreCustomers(ctx context.Context, s *shop.Shop) error {
	customers, err := s.CustomersInResico(ctx)
	if err != nil {
		return err
	}
	for _, c := range customers {
		r.Server.AddCustomers(resico.NewCustomer{
			Code: c.ResicoCode, Name: c.Name, Email: c.Email, Phone: c.Phone, Address: c.Address, PostCode: c.PostCode,
		})
	}
	return nil
}

// restoreInvoices makes the invoices again, with the lines that are known to be in. The fake numbers them from 1,
// so one by one they get the IDs that they had.
func (r *Resico) restoreInvoices(ctx context.Context, s *shop.Shop) error {
	orders, err := s.OrdersInResico(ctx)
	if err != nil {
		return err
	}
	client := r.Server.Client(nil)
	last := int64(0)
	for _, o := range orders {
		for ; last < o.InvoiceID; last++ {
			head := resico.NewInvoice{CustomerCode: o.Customer.ResicoCode, Notes: o.Title()}
			if _, err := client.Invoices.Create(ctx, head); err != nil {
				return err
			}
		}
		for _, l := range o.Lines {
			line := resico.NewLine{SKU: l.SKU, Quantity: l.Quantity, Price: l.Price, VAT: resico.VATCode(l.VAT)}
			_, err := client.Invoices.AddLine(ctx, resico.InvoiceID(o.InvoiceID), line)
			if err != nil && !errors.Is(err, shelfwire.ErrInvalid) { // a smaller catalogue than last time
				return err
			}
		}
	}
	return nil
}

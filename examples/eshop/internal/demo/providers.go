package demo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/resico/resicotest"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// Providers are the four fakes in a process of their own: they outlive the programs that work with them. Beside them is
// an address for people and tests, which says where they are and what they hold.
type Providers struct {
	options     Options
	account     string
	resico      *resicotest.Server
	erpxt       *erpxttest.Server
	merchantPro *shopinventorytest.Server
	till        *till
	faults      []*Faults

	admin    *http.Server
	listener net.Listener
	serving  sync.WaitGroup

	ordering sync.Mutex // orders are numbered one after the other
	currency string     // that people pay in at the MerchantPro shop; empty until that is open
}

// Options shape the fakes.
type Options struct {
	Listen   string // the address beside the fakes; they take the ports behind it, or any where it is port 0
	Products int
	Seed     uint64
	Latency  time.Duration
	Faults   float64 // with what probability a call fails
}

// StartProviders starts the fakes and fills them, unless the context ends first. Close stops them.
func StartProviders(ctx context.Context, o Options) (*Providers, error) {
	p := &Providers{options: o, account: "the demo that began " + time.Now().Format("2006-01-02 15:04:05.000")}
	err := p.listen()
	if err == nil {
		err = p.fill(ctx)
	}
	if err != nil {
		p.Close()
		return nil, err
	}
	p.admin = &http.Server{Handler: p.handler(), ReadTimeout: time.Minute, WriteTimeout: time.Minute}
	p.serving.Go(func() { _ = p.admin.Serve(p.listener) })
	return p, nil
}

func (p *Providers) listen() (err error) {
	host, port, err := net.SplitHostPort(p.options.Listen)
	if err != nil {
		return err
	}
	first, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return fmt.Errorf("%q is not a port", port)
	}
	if p.listener, err = net.Listen("tcp", p.options.Listen); err != nil {
		return err
	}
	if p.resico, err = resicotest.Start(behind(host, first, 1)); err != nil {
		return err
	}
	if p.erpxt, err = erpxttest.Start(behind(host, first, 2)); err != nil {
		return err
	}
	if p.merchantPro, err = shopinventorytest.Start(behind(host, first, 3)); err != nil {
		return err
	}
	virtPOS, err := virtpostest.Start(behind(host, first, 4))
	if err != nil {
		return err
	}
	p.till = newTill(virtPOS)
	return nil
}

// behind is the address so many ports further on, or any free one.
func behind(host string, first, n uint64) string {
	if first == 0 {
		n = 0
	}
	return net.JoinHostPort(host, strconv.FormatUint(first+n, 10))
}

// fill gives the fakes what a shop finds that has never been there.
func (p *Providers) fill(ctx context.Context) error {
	products, seed := p.options.Products, p.options.Seed
	err := errors.Join(Fill(ctx, p.resico, products, seed), p.till.fill(ctx, products, seed),
		eachChunk(ctx, products, func(from, to int) {
			p.erpxt.AddProducts(byHand(from, to, seed)...)
			p.merchantPro.AddItems(listed(from, to, seed)...)
		}))
	if err != nil {
		return err
	}
	p.till.count(products)
	for i, server := range []interface {
		breakable
		SetLatency(d time.Duration)
	}{p.resico, p.erpxt, p.merchantPro, p.till.server} {
		server.SetLatency(p.options.Latency)
		p.faults = append(p.faults, Disturb(server, p.options.Faults, seed, uint64(i+1)))
	}
	return nil
}

// Directory says where everything is.
func (p *Providers) Directory() Directory {
	r, e, m, v := p.resico.Credentials(), p.erpxt.Credentials(), p.merchantPro.Credentials(), p.till.server.Credentials()
	return Directory{
		Account:     p.account,
		Resico:      Address{URL: p.resico.URL(), ID: r.ClientCode.Reveal(), Key: r.ClientKey.Reveal()},
		ERPXT:       Address{URL: p.erpxt.URL(), ID: e.ClientID.Reveal(), Key: e.ClientSecret.Reveal()},
		MerchantPro: Address{URL: p.merchantPro.URL(), ID: m.APIKey.Reveal(), Key: m.APISecret.Reveal()},
		VirtPOS:     Address{URL: p.till.server.URL(), Key: v.APIKey.Reveal()},
	}
}

// URL is the address beside the fakes.
func (p *Providers) URL() string { return "http://" + p.listener.Addr().String() }

// Close stops everything that was started.
func (p *Providers) Close() {
	switch {
	case p.admin != nil:
		_ = p.admin.Close()
	case p.listener != nil:
		_ = p.listener.Close()
	}
	p.serving.Wait()
	if p.resico != nil {
		p.resico.Close()
	}
	if p.erpxt != nil {
		p.erpxt.Close()
	}
	if p.merchantPro != nil {
		p.merchantPro.Close()
	}
	if p.till != nil {
		p.till.server.Close()
	}
}

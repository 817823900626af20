package main

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// probeCard is the card that -write makes and deletes.
var probeCard = erpxt.NewProduct{
	Name: "Shelfwire probe, can be deleted", UnitOfMeasurement: "szt.", Rate: erpxt.VAT23,
	SaleGrossPrice: shelfwire.Set(shelfwire.MustDecimal("12.30")),
}

// writeCalls is how many calls the rows of -write make about a card at most, and a token that expires meanwhile.
const writeCalls = 10

func (p *erpxtProbe) writeRows() []row {
	return []row{
		{id: "erpxt/create", source: erpxtProducts, ask: p.askCreate, needs: "-write",
			assumption: "The response to a new product is its id, a bare number"},
		{id: "erpxt/created-card", source: erpxtProducts, ask: p.askCreated, needs: "-write",
			assumption: "A new product gets a code, and its net price is worked out from the gross price"},
		{id: "erpxt/edited-card", source: undocumented, ask: p.askEdited, needs: "-write",
			assumption: "A card that is written back reads as it was sent, with its net price worked out anew"},
		{id: "erpxt/delete", source: erpxtProducts, ask: p.askDelete, needs: "-write", passive: true,
			assumption: "Deleting a product is a 204 with an empty body, and its id is unknown afterwards"},
	}
}

func (p *erpxtProbe) askCreate(ctx context.Context) finding {
	if p.wire.count() > maxCalls-writeCalls {
		return doubt("too few calls are left to delete the card again")
	}
	var id int64
	e, err := p.wire.observe(ctx, func(ctx context.Context) (err error) {
		id, err = p.client.Products.Create(ctx, probeCard)
		return err
	})
	p.created = id
	if err != nil && shelfwire.OutcomeOf(err) == shelfwire.OutcomeUnknown {
		p.warn("erpxt: a product named %q may have been created; look for it and delete it", probeCard.Name)
	}
	if e == nil {
		return missing(err)
	}
	_, parseErr := strconv.ParseInt(strings.TrimSpace(string(e.content())), 10, 64)
	return judge(err == nil && parseErr == nil && e.status == http.StatusOK, "%s", e.describe())
}

func (p *erpxtProbe) askCreated(ctx context.Context) finding {
	if p.created == 0 {
		return doubt("no product was created")
	}
	var card erpxt.Product
	e, err := p.wire.observe(ctx, func(ctx context.Context) (err error) {
		card, err = p.client.Products.Get(ctx, p.created)
		return err
	})
	if e == nil || err != nil {
		return missing(err)
	}
	net, ok := card.SaleNetPrice.Get()
	ok = ok && net.Equal(shelfwire.MustDecimal("10"))
	return judge(ok && card.ProductCode != "", "a code: %t; the net price to be expected: %t", card.ProductCode != "", ok)
}

func (p *erpxtProbe) askEdited(ctx context.Context) finding {
	if p.created == 0 {
		return doubt("no product was created")
	}
	var sent, read erpxt.Product
	e, err := p.wire.observe(ctx, func(ctx context.Context) (err error) {
		sent, err = p.client.Products.Edit(ctx, p.created, func(card *erpxt.Product) error {
			card.Description, card.SaleGrossPrice = "Shelfwire probe", shelfwire.Set(shelfwire.MustDecimal("24.60"))
			return nil
		})
		return err
	})
	switch {
	case e == nil:
		return missing(err)
	case err != nil:
		return judge(false, "%s", e.describe())
	}
	if _, err = p.wire.observe(ctx, func(ctx context.Context) (err error) {
		read, err = p.client.Products.Get(ctx, p.created)
		return err
	}); err != nil {
		return missing(err)
	}
	net, ok := read.SaleNetPrice.Get()
	ok = ok && net.Equal(shelfwire.MustDecimal("20"))
	different := describeNames(compareCards(&sent, &read))
	return judge(ok && different == "none", "%s; different: %s; the net price to be expected: %t", e.describe(), different, ok)
}

// compareCards names the members in which two cards differ, but for the net price.
func compareCards(a, b *erpxt.Product) map[string]bool {
	different := listDifferent(map[string][2]string{
		"Name":             {a.Name, b.Name},
		"Description":      {a.Description, b.Description},
		"ItemCode":         {a.ItemCode, b.ItemCode},
		"ProductCode":      {a.ProductCode, b.ProductCode},
		"UnitOfMeasurment": {a.UnitOfMeasurement, b.UnitOfMeasurement},
		"Rate":             {string(a.Rate), string(b.Rate)},
		"ProductType":      {string(a.ProductType), string(b.ProductType)},
	})
	if !a.SaleGrossPrice.Or(zero).Equal(b.SaleGrossPrice.Or(zero)) {
		different["SaleGrossPrice"] = true
	}
	return different
}

func (p *erpxtProbe) askDelete(ctx context.Context) finding {
	if p.created == 0 {
		return doubt("no product was created")
	}
	e, err := p.wire.observe(ctx, func(ctx context.Context) error { return p.client.Products.Delete(ctx, p.created) })
	if err != nil {
		p.warn("erpxt: product %d, %q, may still be there; look for it and delete it", p.created, probeCard.Name)
	}
	if e == nil {
		return missing(err)
	}
	deleted := e.describe()
	gone, err := p.wire.observe(ctx, func(ctx context.Context) error {
		_, err := p.client.Products.Get(ctx, p.created)
		return err
	})
	if gone == nil {
		return missing(err)
	}
	ok := e.status == http.StatusNoContent && len(e.content()) == 0 && errors.Is(err, shelfwire.ErrNotFound)
	return judge(ok, "%s; afterwards %s", deleted, gone.describe())
}

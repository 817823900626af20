package main

import (
	"strconv"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// settleAll plays the person: looks into the fake, settles what is parked, and lets the program go on, until everything
// is in Resico.
func (b *battle) settleAll() {
	b.t.Helper()
	total := 0
	for range 10 { // a customer that was parked can have an order that is parked next
		parked := b.count(false)
		if len(parked) == 0 {
			break
		}
		total += len(parked)
		state := b.fakes.state()
		for _, o := range parked {
			b.settle(o, b.find(o, &state.Resico))
		}
		b.run()
	}
	b.t.Logf("a person has settled %d orders", total)
	b.count(true)
	c := b.start(0)
	assert.Equal(b.t, statusOK, c.status(), "nothing is left to do: %s", &c.out)
}

// find returns the key of what the unclear write of an order has made, or that it is not there.
func (b *battle) find(o shop.Order, there *demo.ResicoState) string {
	b.t.Helper()
	target := ""
	b.inside(func(s *shop.Shop) {
		steps, err := s.StepsOf(b.ctx, o)
		require.NoError(b.t, err)
		for _, step := range steps {
			if step.State == "parked" && step.Owner == o.ID {
				target = step.Target
			}
		}
	})
	require.NotEmpty(b.t, target, "%s is parked without an unclear step", o.Title())
	for _, c := range there.Customers {
		if target == shop.CustomerStep(o).Target && c.Email == o.Customer.Email {
			return c.Code
		}
	}
	for _, invoice := range there.Invoices {
		switch {
		case invoice.Notes != o.Title():
		case target == shop.InvoiceStep(o).Target:
			return strconv.FormatInt(invoice.ID, 10)
		default:
			for i, line := range invoice.Lines {
				if target == shop.LineStep(o, o.Lines[i]).Target {
					return strconv.FormatInt(line.ID, 10)
				}
			}
		}
	}
	return shop.NotThere
}

func (b *battle) settle(o shop.Order, key string) {
	b.t.Helper()
	c := start(b.ctx, b.t, b.program,
		"orders", "settle", "-database", b.database, strconv.FormatInt(o.ID, 10), key)
	require.Equal(b.t, statusOK, c.status(), &c.out)
}

package main

import (
	"strconv"
	"strings"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// resicoBooks are those of Resico. A person looks there for what is unclear.
type resicoBooks struct{}

func (resicoBooks) name() string { return resicoAccounts }

func (resicoBooks) calls(there *demo.State) map[string]int { return there.Resico.Calls }

func (resicoBooks) title(o shop.Order) string { return o.Title() }

func (resicoBooks) read(there *demo.State) (customers []string, invoices map[string][]invoice) {
	emails := map[string]string{}
	for _, c := range there.Resico.Customers {
		emails[c.Code] = c.Email
		customers = append(customers, c.Email)
	}
	invoices = map[string][]invoice{}
	for _, i := range there.Resico.Invoices {
		head := []string{"of " + emails[i.Customer], "to " + i.Delivery}
		invoices[i.Notes] = append(invoices[i.Notes], invoice{i.ID, append(head, printed(i.Lines)...)})
	}
	return customers, invoices
}

func (resicoBooks) want(o shop.Order) invoice {
	delivery := strings.TrimSuffix(o.Customer.Address+", "+o.Customer.PostCode, ", ")
	return invoice{o.InvoiceID, append([]string{"of " + o.Customer.Email, "to " + delivery}, wanted(o)...)}
}

// checkWaiting: a parked order has one invoice at most, and no line twice. An open one may only wait for another order of
// its customer that is parked.
func (r resicoBooks) checkWaiting(b *battle, o shop.Order, found []invoice) {
	b.t.Helper()
	if o.State != shop.OrderParked {
		assert.Equal(b.t, shop.OrderOpen, o.State, "%s: %s", o.Title(), o.Reason)
		assert.Contains(b.t, o.Reason, shop.ErrBlocked.Error(), o.Title())
		assert.Empty(b.t, found, o.Title())
		return
	}
	assert.LessOrEqual(b.t, len(found), 1, o.Title())
	for _, i := range found { // as many lines as got in, and nothing else
		want := r.want(o).says
		if assert.LessOrEqual(b.t, len(i.says), len(want), o.Title()) {
			assert.Equal(b.t, want[:len(i.says)], i.says, o.Title())
		}
	}
}

// goOn plays the person: looks into the fake, and settles what is parked.
func (r resicoBooks) goOn(b *battle, waiting []shop.Order) {
	b.t.Helper()
	state := b.fakes.state()
	for _, o := range waiting {
		if o.State == shop.OrderParked {
			r.settle(b, o, r.find(b, o, &state.Resico))
		}
	}
}

// checkEnd: Resico has each customer where the latest order was sent to.
func (resicoBooks) checkEnd(b *battle, there *demo.State) {
	b.t.Helper()
	filed, latest := map[string]string{}, map[string]shop.Order{}
	for _, c := range there.Resico.Customers {
		filed[c.Email] = c.Address
	}
	for _, o := range b.orders() {
		if latest[o.Customer.Email].ID < o.ID {
			latest[o.Customer.Email] = o
		}
	}
	for email, o := range latest {
		assert.Equal(b.t, o.Customer.Address, filed[email], "the address of %s", email)
	}
}

// find returns the key of what the unclear write of an order has made, or that it is not there.
func (resicoBooks) find(b *battle, o shop.Order, there *demo.ResicoState) string {
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

// settle says what a person has found.
func (resicoBooks) settle(b *battle, o shop.Order, key string) {
	b.t.Helper()
	var asked shop.Asked
	b.inside(func(s *shop.Shop) {
		var err error
		asked, err = s.Asked(b.ctx, o.ID)
		require.NoError(b.t, err)
	})
	c := start(b.ctx, b.t, b.program,
		"orders", "settle", "-database", b.database, strconv.FormatInt(o.ID, 10), string(asked.Question), key)
	require.Equal(b.t, statusOK, c.status(), &c.out)
}

package flows

import (
	"context"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// details brings to Resico what an order says otherwise about its customer than Resico has it. An older order leaves alone
// what a newer one has said.
//
// What Resico rejects for good does not hold the order: its invoice has an address of its own. The order's page shows it.
func (f *SubmitOrder) details(ctx context.Context, o shop.Order, code string) (err error) {
	if o.Customer.ResicoCode == "" { // when it was read: the customer has been created since
		if o, err = f.Shop.Order(ctx, o.ID); err != nil {
			return err
		}
	}
	update := detailsUpdate(o.Customer.Contact(), o.Filed)
	switch {
	case o.Filed.Order >= o.ID:
		return nil
	case update == (resico.CustomerUpdate{}): // and an older order must not change that
		return f.Shop.ConfirmDetails(ctx, o)
	}
	_, err = writeOnce(ctx, f.writing(), shop.DetailsStep(o), update,
		func(ctx context.Context, u resico.CustomerUpdate) (string, error) {
			_, err := f.Customers.Update(ctx, code, u)
			return code, err
		})
	if isLasting(err) {
		return nil
	}
	return err
}

// detailsUpdate is what differs from what Resico has: everything when nobody knows that. What an order leaves out was not
// given up by the customer.
func detailsUpdate(want shop.Contact, filed shop.Filed) (u resico.CustomerUpdate) {
	have := filed.Contact
	if filed.Order == 0 {
		have = shop.Contact{}
	}
	for _, text := range []struct {
		field      *shelfwire.Opt[string]
		want, have string
	}{
		{&u.Name, want.Name, have.Name}, {&u.Phone, want.Phone, have.Phone},
		{&u.Address, want.Address, have.Address}, {&u.PostCode, want.PostCode, have.PostCode},
	} {
		if text.want != "" && text.want != text.have {
			*text.field = shelfwire.Set(text.want)
		}
	}
	return u
}

// deliveryAddress is where the goods of an order go, in one line.
func deliveryAddress(c shop.Customer) string {
	return strings.Trim(c.Address+", "+c.PostCode, ", ")
}

package main

import (
	"context"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

func (p *resicoProbe) customerRows() []row {
	return []row{{id: "resico/update-keeps", source: undocumented, ask: p.askUpdateKeeps, needs: "-customer",
		assumption: "An update of a customer keeps the fields that it does not name"}}
}

// probePostCode is what the customer of -customer gets.
const probePostCode = "LV-1004"

// askUpdateKeeps sets the post code of the customer, and then the address: afterwards the post code must be there, and so
// must the name and the telephone number or e-mail address, without which no customer is.
func (p *resicoProbe) askUpdateKeeps(ctx context.Context) finding {
	first, e, err := p.updateCustomer(ctx, resico.CustomerUpdate{PostCode: shelfwire.Set(probePostCode)})
	if e == nil || err != nil {
		return missing(err)
	}
	second, e, err := p.updateCustomer(ctx, resico.CustomerUpdate{Address: shelfwire.Set("Shelfwire probe")})
	if e == nil || err != nil {
		return missing(err)
	}
	lost := listDifferent(map[string][2]string{
		"PostCode": {probePostCode, second.PostCode},
		"Name":     {first.Name, second.Name},
		"Phone":    {first.Phone, second.Phone},
		"Email":    {first.Email, second.Email},
	})
	if first.Name == "" {
		lost["Name"] = true
	}
	if first.Phone+first.Email == "" {
		lost["Phone"], lost["Email"] = true, true
	}
	return judge(len(lost) == 0, "%d, lost: %s", e.status, describeNames(lost))
}

func (p *resicoProbe) updateCustomer(
	ctx context.Context, update resico.CustomerUpdate,
) (customer resico.Customer, e *exchange, err error) {
	e, err = p.wire.observe(ctx, func(ctx context.Context) (err error) {
		customer, err = p.client.Customers.Update(ctx, p.customer, update)
		return err
	})
	return customer, e, err
}

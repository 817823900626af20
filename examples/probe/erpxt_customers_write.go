package main

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// probeCustomer is the customer's card that -write makes and deletes.
var probeCustomer = erpxt.NewCustomer{
	Name: "Shelfwire probe, can be deleted", CustomerType: erpxt.CustomerTypePerson, CustomerStatus: erpxt.CustomerStatusOutsideEU,
	PhoneNumber: "+48 22 000 00 00",
	Address:     erpxt.Address{Street: "Przykładowa", BuildingNumber: "7", PostalCode: "00-001", City: "Warszawa"},
}

func (p *erpxtProbe) customerWriteRows() []row {
	return []row{
		{id: "erpxt/customer-create", source: undocumented, ask: p.askCreateCustomer, needs: "-write",
			assumption: "The response to a new customer is its id, and the card reads as it was sent, with its address"},
		{id: "erpxt/customer-edit", source: undocumented, ask: p.askEditCustomer, needs: "-write",
			assumption: "A customer that is written back reads as it was sent, and its address keeps its id"},
		{id: "erpxt/customer-status", source: undocumented, ask: p.askEmptyStatus, needs: "-write",
			assumption: "A CustomerStatus that a write leaves out becomes 0, domestic"},
		{id: "erpxt/customer-delete", source: undocumented, ask: p.askDeleteCustomer, needs: "-write", passive: true,
			assumption: "Deleting a customer is a 204 with an empty body"},
	}
}

func (p *erpxtProbe) askCreateCustomer(ctx context.Context) finding {
	if p.wire.count() > maxCalls-writeCalls {
		return doubt("too few calls are left to delete the card again")
	}
	var id int64
	e, err := p.wire.observe(ctx, func(ctx context.Context) (err error) {
		id, err = p.client.Customers.Create(ctx, probeCustomer)
		return err
	})
	p.createdCustomer = id
	if err != nil && shelfwire.OutcomeOf(err) == shelfwire.OutcomeUnknown {
		p.warn("erpxt: a customer named %q may have been created; look for it and delete it", probeCustomer.Name)
	}
	if e == nil || err != nil {
		return missing(err)
	}
	_, parseErr := strconv.ParseInt(strings.TrimSpace(string(e.content())), 10, 64)
	card, err := p.getCustomer(ctx)
	if err != nil {
		return missing(err)
	}
	sent := erpxt.Customer{
		Name: probeCustomer.Name, PhoneNumber: probeCustomer.PhoneNumber, CustomerCode: card.CustomerCode,
		CustomerType: probeCustomer.CustomerType, CustomerStatus: probeCustomer.CustomerStatus, Address: probeCustomer.Address,
	}
	sent.Address.ID = card.Address.ID
	different := describeNames(compareCustomers(&sent, &card))
	return judge(different == "none" && parseErr == nil && card.CustomerCode != "", "%s; a code: %t; different: %s",
		e.describe(), card.CustomerCode != "", different)
}

// getCustomer reads the customer that was created.
func (p *erpxtProbe) getCustomer(ctx context.Context) (card erpxt.Customer, err error) {
	_, err = p.wire.observe(ctx, func(ctx context.Context) (err error) {
		card, err = p.client.Customers.Get(ctx, p.createdCustomer)
		return err
	})
	return card, err
}

// compareCustomers names the members in which two cards differ.
func compareCustomers(a, b *erpxt.Customer) map[string]bool {
	return listDifferent(map[string][2]string{
		"Name":           {a.Name, b.Name},
		"CustomerCode":   {a.CustomerCode, b.CustomerCode},
		"PhoneNumber":    {a.PhoneNumber, b.PhoneNumber},
		"CustomerType":   {string(a.CustomerType), string(b.CustomerType)},
		"CustomerStatus": {string(a.CustomerStatus), string(b.CustomerStatus)},
		"Street":         {a.Address.Street, b.Address.Street},
		"BuildingNumber": {a.Address.BuildingNumber, b.Address.BuildingNumber},
		"PostalCode":     {a.Address.PostalCode, b.Address.PostalCode},
		"City":           {a.Address.City, b.Address.City},
		"Address.Id":     {strconv.FormatInt(a.Address.ID, 10), strconv.FormatInt(b.Address.ID, 10)},
	})
}

// editCustomer edits the customer that was created, reads it again, and compares the card that was sent with that one.
func (p *erpxtProbe) editCustomer(
	ctx context.Context, edit func(*erpxt.Customer), compare func(sent, read *erpxt.Customer) (ok bool, seen string),
) finding {
	if p.createdCustomer == 0 {
		return doubt("no customer was created")
	}
	var sent erpxt.Customer
	e, err := p.wire.observe(ctx, func(ctx context.Context) (err error) {
		sent, err = p.client.Customers.Edit(ctx, p.createdCustomer, func(c *erpxt.Customer) error { edit(c); return nil })
		return err
	})
	switch {
	case e == nil:
		return missing(err)
	case err != nil:
		return judge(false, "%s", e.describe())
	}
	read, err := p.getCustomer(ctx)
	if err != nil {
		return missing(err)
	}
	ok, seen := compare(&sent, &read)
	return judge(ok, "%s; %s", e.describe(), seen)
}

func (p *erpxtProbe) askEditCustomer(ctx context.Context) finding {
	return p.editCustomer(ctx, func(c *erpxt.Customer) {
		c.PhoneNumber, c.Address.BuildingNumber = "+48 22 000 00 01", "8"
	}, func(sent, read *erpxt.Customer) (ok bool, seen string) {
		different := compareCustomers(sent, read)
		return len(different) == 0, "different: " + describeNames(different)
	})
}

func (p *erpxtProbe) askEmptyStatus(ctx context.Context) finding {
	return p.editCustomer(ctx, func(c *erpxt.Customer) {
		c.CustomerStatus = ""
	}, func(_, read *erpxt.Customer) (ok bool, seen string) {
		code, _ := read.CustomerStatus.Code()
		return read.CustomerStatus == erpxt.CustomerStatusDomestic, fmt.Sprintf("afterwards %d", code)
	})
}

func (p *erpxtProbe) askDeleteCustomer(ctx context.Context) finding {
	if p.createdCustomer == 0 {
		return doubt("no customer was created")
	}
	e, err := p.wire.observe(ctx, func(ctx context.Context) error { return p.client.Customers.Delete(ctx, p.createdCustomer) })
	if err != nil {
		p.warn("erpxt: customer %d, %q, may still be there; look for it and delete it", p.createdCustomer, probeCustomer.Name)
	}
	if e == nil {
		return missing(err)
	}
	return judge(err == nil && e.status == http.StatusNoContent && len(e.content()) == 0, "%s", e.describe())
}

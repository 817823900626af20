package main

import (
	"context"
	"net/http"
	"slices"

	"github.com/shelfwire/shelfwire/erpxt"
)

func (p *erpxtProbe) customerRows() []row {
	return []row{
		{id: "erpxt/customer-filter", source: erpxtFilters, ask: p.askCustomerKeys,
			assumption: "Customers can be filtered by Mail and CustomerTaxNumber"},
		{id: "erpxt/customer-filter-others", source: undocumented, ask: p.askCustomerOthers,
			assumption: "Customers can be filtered by Name, CustomerCode and CustomerType"},
		{id: "erpxt/find-no-customer", source: undocumented, ask: p.askNoCustomer,
			assumption: "A filter by an e-mail address that nobody has is an empty array"},
	}
}

func (p *erpxtProbe) askCustomerKeys(ctx context.Context) finding {
	if len(p.customers) == 0 {
		return missing(errTooFew)
	}
	c := &p.customers[0]
	filter := erpxt.CustomerID.Eq(c.ID).And(
		sameText(erpxt.CustomerMail, c.Mail), sameText(erpxt.CustomerTaxNumber, c.CustomerTaxNumber))
	return p.judgeMatch(ctx, filter, c.ID, withoutRows(p.client.Customers.List))
}

func (p *erpxtProbe) askCustomerOthers(ctx context.Context) finding {
	if len(p.customers) == 0 {
		return missing(errTooFew)
	}
	c := &p.customers[0]
	filter := erpxt.CustomerID.Eq(c.ID).And(sameText(erpxt.CustomerName, c.Name), sameText(erpxt.CustomerCode, c.CustomerCode))
	if c.CustomerType != "" {
		filter = filter.And(erpxt.CustomerTypeField.Eq(c.CustomerType))
	}
	return p.judgeMatch(ctx, filter, c.ID, withoutRows(p.client.Customers.List))
}

// sameText matches a text that was read; where it is empty, and might be null, any but one that is nowhere.
func sameText(field erpxt.TextField, text string) erpxt.Filter {
	if text == "" {
		return field.Ne(nowhere)
	}
	return field.Eq(text)
}

func (p *erpxtProbe) askNoCustomer(ctx context.Context) finding {
	return p.judgeNothing(ctx, "Customers.FindByMail", func(ctx context.Context) error {
		_, err := p.client.Customers.FindByMail(ctx, "shelfwire-probe@example.com")
		return err
	})
}

// withoutRows returns a list without its rows: those of the response are looked at.
func withoutRows[T any](list func(context.Context, erpxt.Query) ([]T, error)) func(context.Context, erpxt.Query) error {
	return func(ctx context.Context, q erpxt.Query) error {
		_, err := list(ctx, q)
		return err
	}
}

// judgeMatch lists what matches a filter, which should be the row with an id alone.
func (p *erpxtProbe) judgeMatch(
	ctx context.Context, filter erpxt.Filter, id int64, list func(context.Context, erpxt.Query) error,
) finding {
	e, err := p.wire.observe(ctx, func(ctx context.Context) error { return list(ctx, erpxt.Query{Filter: filter, Top: fewSKUs}) })
	if e == nil {
		return missing(err)
	}
	if err != nil {
		return judge(false, "%s", e.describe())
	}
	var ids []int64
	for _, each := range rowsOf(e) {
		n, _ := whole(each["Id"])
		ids = append(ids, n)
	}
	return judge(slices.Equal(ids, []int64{id}), "%d, %d rows where 1 should match", e.status, len(ids))
}

// judgeNothing looks for what is not there.
func (p *erpxtProbe) judgeNothing(ctx context.Context, name string, find func(context.Context) error) finding {
	e, err := p.wire.observe(withTop(ctx, name, fewSKUs), find)
	if e == nil {
		return missing(err)
	}
	v, _ := e.document()
	list, isList := v.([]any)
	return judge(err == nil && e.status == http.StatusOK && isList && len(list) == 0, "%s; %d rows", e.describe(), len(list))
}

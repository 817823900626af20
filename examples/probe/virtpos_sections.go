package main

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

const (
	virtposWarehouse = "\"API :: Warehouse\", wiki.virtualpos.ru/doc:dev:api:warehouse"
	virtposCustomer  = "\"API :: Customer\", wiki.virtualpos.ru/doc:dev:api:customer"
)

// listSection is a section of the API that lists things. Only the form of its list is looked at.
type listSection struct {
	name, list, element string
	source              string
	daysLimit           string // that the response should repeat; empty for none

	read func(context.Context) (unread map[string]int, err error)
}

func (p *virtposProbe) sectionRows() []row {
	return []row{
		{id: "virtpos/section-warehouse", source: virtposWarehouse, ask: p.askWarehouse,
			assumption: "POST warehouse has the type warehouse, the list warehouses of warehouse, and count is their number"},
		{id: "virtpos/section-unknown-id", source: undocumented, ask: p.askUnknownID,
			assumption: "The response to an unknown id in a section is an empty list under success 1"},
	}
}

// documentRows are asked late: a key may lack the right for documents.
func (p *virtposProbe) documentRows() []row {
	d := p.client.Documents
	day := virtpos.DocumentQuery{Period: virtpos.Period{Days: 1}}
	return []row{
		p.sectionRow("inflow", &listSection{
			name: "inflow", list: "inflows", element: "inflow", source: documentPage("inflow"), daysLimit: "1",
			read: readAll(func(ctx context.Context) iter.Seq2[virtpos.Inflow, error] { return d.Inflows(ctx, day) },
				func(i *virtpos.Inflow) []shelfwire.Unread { return withLines(i.Unread, i.Lines) }),
		}),
		p.sectionRow("writeoff", &listSection{
			name: "writeoff", list: "writeoffs", element: "writeoff", source: documentPage("writeoff"), daysLimit: "1",
			read: readAll(func(ctx context.Context) iter.Seq2[virtpos.WriteOff, error] { return d.WriteOffs(ctx, day) },
				func(w *virtpos.WriteOff) []shelfwire.Unread { return withLines(w.Unread, w.Lines) }),
		}),
		p.sectionRow("movegood", &listSection{
			name: "movegood", list: "movegoods", element: "movegood", source: documentPage("movegoods"),
			read: readAll(func(ctx context.Context) iter.Seq2[virtpos.Transfer, error] { return d.Transfers(ctx, day) },
				func(t *virtpos.Transfer) []shelfwire.Unread { return withLines(t.Unread, t.Lines) }),
		}),
		p.sectionRow("returns", &listSection{
			name: "returns", list: "returns", element: "return", source: documentPage("returns"), daysLimit: "1",
			read: readAll(func(ctx context.Context) iter.Seq2[virtpos.SupplierReturn, error] { return d.Returns(ctx, day) },
				func(r *virtpos.SupplierReturn) []shelfwire.Unread { return withLines(r.Unread, r.Lines) }),
		}),
	}
}

// readAll reads a list to its end, and counts its unread members by name.
func readAll[T any](
	all func(context.Context) iter.Seq2[T, error], unreadOf func(*T) []shelfwire.Unread,
) func(context.Context) (map[string]int, error) {
	return func(ctx context.Context) (map[string]int, error) {
		unread := map[string]int{}
		for each, err := range all(ctx) {
			if err != nil {
				return unread, err
			}
			countUnread(unread, unreadOf(&each))
		}
		return unread, nil
	}
}

// withLines returns the unread members of a document and of its lines.
func withLines(unread []shelfwire.Unread, lines []virtpos.DocumentLine) []shelfwire.Unread {
	all := slices.Clone(unread)
	for i := range lines {
		all = append(all, lines[i].Unread...)
	}
	return all
}

// askWarehouse asks for the first warehouse that has the item.
func (p *virtposProbe) askWarehouse(ctx context.Context) finding {
	rows, err := p.findRows(ctx)
	if err != nil {
		return missing(err)
	}
	query := virtpos.WarehouseQuery{Warehouse: virtpos.WarehouseID(rows[0].WarehouseID)}
	return p.askSection(ctx, &listSection{
		name: "warehouse", list: "warehouses", element: "warehouse",
		read: func(ctx context.Context) (map[string]int, error) {
			unread := map[string]int{}
			list, err := p.client.Warehouses.List(ctx, query)
			for i := range list {
				countUnread(unread, list[i].Unread)
			}
			return unread, err
		},
	})
}

// sectionRow asks a section for a few things.
func (p *virtposProbe) sectionRow(id string, s *listSection) row {
	assumption := fmt.Sprintf("POST %s has the type %s, the list %s of %s, and count is their number",
		s.name, s.name, s.list, s.element)
	switch {
	case s.daysLimit != "":
		assumption += "; days_limit is the days asked for"
	case s.name == "customer":
		assumption += "; page_size=1 brings one at most"
	}
	return row{id: "virtpos/section-" + id, source: s.source, assumption: assumption,
		ask: func(ctx context.Context) finding { return p.askSection(ctx, s) }}
}

func (p *virtposProbe) askSection(ctx context.Context, s *listSection) finding {
	if seen := p.find(ctx); seen.exchange == nil || seen.err != nil {
		return missing(seen.err)
	}
	var unread map[string]int
	e, err := p.wire.observe(ctx, func(ctx context.Context) (err error) {
		unread, err = s.read(ctx)
		return err
	})
	if e == nil {
		return missing(err)
	}
	return s.judge(e, err, unread)
}

// judge judges the envelope of a list.
func (s *listSection) judge(e *exchange, err error, unread map[string]int) finding {
	root := parseXML(e)
	elements := root.childrenOf(s.list)
	kind := root.text("type")
	others := slices.ContainsFunc(elements, func(each *element) bool { return each.XMLName.Local != s.element })
	agrees := root.text("count") == strconv.Itoa(len(elements))
	ok := err == nil && kind == s.name && len(root.all(s.list)) == 1 && !others && agrees && len(unread) == 0 &&
		(s.daysLimit == "" || root.text("days_limit") == s.daysLimit) && (s.name != "customer" || len(elements) <= 1)
	text := fmt.Sprintf("%d, elements %s; type %s; %d elements named %s, count is their number: %t; %s",
		e.status, describeNames(names([]*element{&root})), showCode(kind), len(elements), describeNames(namesOf(elements)),
		agrees, describeUnread(unread))
	if len(elements) > 0 {
		text += "; the first has " + describeNames(names(elements[:1]))
	}
	if s.daysLimit != "" {
		text += fmt.Sprintf("; days_limit as asked for: %t", root.text("days_limit") == s.daysLimit)
	}
	return judge(ok, "%s", text)
}

// namesOf lists the names of some elements.
func namesOf(elements []*element) map[string]bool {
	found := map[string]bool{}
	for _, each := range elements {
		found[each.XMLName.Local] = true
	}
	return found
}

// documentPage is the vendor's page of a kind of document.
func documentPage(name string) string { return "wiki.virtualpos.ru/doc:dev:api:" + name }

func (p *virtposProbe) askUnknownID(ctx context.Context) finding {
	if seen := p.find(ctx); seen.exchange == nil || seen.err != nil {
		return missing(seen.err)
	}
	e, err := p.wire.observe(ctx, func(ctx context.Context) error {
		_, err := p.client.Warehouses.List(ctx, virtpos.WarehouseQuery{Warehouse: virtpos.WarehouseID(noSuchNumber)})
		return err
	})
	if e == nil {
		return missing(err)
	}
	root := parseXML(e)
	count := len(root.childrenOf("warehouses"))
	return judge(err == nil && root.text("success") == "1" && count == 0, "%d, elements %s; %d warehouses",
		e.status, describeNames(names([]*element{&root})), count)
}

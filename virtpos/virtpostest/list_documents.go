package virtpostest

import (
	"cmp"
	"slices"

	"github.com/shelfwire/shelfwire/internal/fake"
	"github.com/shelfwire/shelfwire/virtpos"
)

// AddInflows adds receipts of goods, or replaces those with the same ID, and returns their ids. One without a Date belongs
// to every period.
func (s *Server) AddInflows(inflows ...virtpos.Inflow) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.store.inflows.add(inflows, func(d *virtpos.Inflow) *int64 { return &d.ID })
}

// AddWriteOffs adds write-offs, or replaces those with the same ID, and returns their ids. One without a Date belongs to
// every period.
func (s *Server) AddWriteOffs(writeOffs ...virtpos.WriteOff) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.store.writeOffs.add(writeOffs, func(d *virtpos.WriteOff) *int64 { return &d.ID })
}

// AddTransfers adds transfers, or replaces those with the same ID, and returns their ids. One without a date of creation
// belongs to every period.
func (s *Server) AddTransfers(transfers ...virtpos.Transfer) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.store.transfers.add(transfers, func(d *virtpos.Transfer) *int64 { return &d.ID })
}

// AddReturns adds returns to suppliers, or replaces those with the same ID, and returns their ids. One without a Date
// belongs to every period.
func (s *Server) AddReturns(returns ...virtpos.SupplierReturn) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.store.returns.add(returns, func(d *virtpos.SupplierReturn) *int64 { return &d.ID })
}

func (s *Server) listInflows(c *call) (fake.Response, *rejection) {
	list := sectionList{name: "inflow", list: "inflows", element: cmp.Or(c.quirks.inflowName, "inflow")}
	return listDocuments(c, list, "date", s.store.inflows.list, writeInflow,
		func(d *virtpos.Inflow) (int64, virtpos.Timestamp) { return d.ID, d.Date })
}

func (s *Server) listWriteOffs(c *call) (fake.Response, *rejection) {
	list := sectionList{name: "writeoff", list: "writeoffs", element: "writeoff"}
	return listDocuments(c, list, "date", s.store.writeOffs.list, writeWriteOff,
		func(d *virtpos.WriteOff) (int64, virtpos.Timestamp) { return d.ID, d.Date })
}

func (s *Server) listTransfers(c *call) (fake.Response, *rejection) {
	list := sectionList{name: "movegood", list: "movegoods", element: "movegood"}
	return listDocuments(c, list, "cdate", s.store.transfers.list, writeTransfer,
		func(d *virtpos.Transfer) (int64, virtpos.Timestamp) { return d.ID, d.Created })
}

func (s *Server) listReturns(c *call) (fake.Response, *rejection) {
	list := sectionList{name: "returns", list: "returns", element: "return"}
	return listDocuments(c, list, "date", s.store.returns.list, writeReturn,
		func(d *virtpos.SupplierReturn) (int64, virtpos.Timestamp) { return d.ID, d.Date })
}

// listDocuments responds with the documents of a period. Transfers tell no limit of days.
func listDocuments[T any](
	c *call, list sectionList, period string, documents []*T, write func(document, *T),
	key func(*T) (int64, virtpos.Timestamp),
) (fake.Response, *rejection) {
	p, err := c.parsePeriod(period)
	if err != nil {
		return fake.Response{}, err
	}
	if list.daysLimit = p.daysLimit; list.name == "movegood" {
		list.daysLimit = 0
	}
	selected := selectFrom(slices.Values(documents), func(d *T) bool {
		_, date := key(d)
		return p.includes(date)
	})
	id := func(d *T) int64 { n, _ := key(d); return n }
	return respondSection(c, list, selected, id, write), nil
}

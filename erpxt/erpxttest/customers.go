package erpxttest

import (
	"net/http"

	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// addressTexts returns the members of a customer's address, but for its id.
func addressTexts() []string {
	return []string{"Street", "BuildingNumber", "FlatNumber", "PostalCode", "City"}
}

// newCustomerTable returns the table of customers, in the form of version 1.2.
func newCustomerTable() *table {
	columns := append(textColumns("Name", "CountryCode", "CustomerTaxNumber", "CustomerCode", "Mail", "PhoneNumber"),
		codeColumn("CustomerType"), objectColumn("Address"), codeColumn("CustomerStatus"),
		textColumn("RepresentativeFirstName"), textColumn("RepresentativeLastName"), idColumn("Id"))
	return &table{
		noun: "Customer", key: "Id", columns: columns, codes: codesOf(columns, "CustomerCode", "K/"),
		texts: func(r *record) []string {
			return []string{r.textOf("Name"), r.textOf("CustomerTaxNumber"), r.textOf("CustomerCode"), r.textOf("Mail")}
		},
	}
}

// AddCustomers adds customers, or replaces those with the same ID, and returns their ids. It skips the checks that a call
// makes. Absent values are filled in: the next ID; a CustomerCode such as "K/000001" for a new customer; the type person;
// the status domestic; an ID for an address. A customer that was read from JSON brings its unknown members
// along, those of the address included.
func (s *Server) AddCustomers(customers ...erpxt.Customer) []int64 {
	return addRecords(s, s.customers, customers, func(r *record, _ *row) {
		r.removeNull("CustomerType", "CustomerStatus")
		if address := r.objectOf("Address"); address != nil && address.idOf("Id") == 0 {
			address.setInt("Id", s.nextNestedID())
			r.setObject("Address", address)
		}
	})
}

// nextNestedID returns a new id for an address or a line.
func (s *Server) nextNestedID() int64 {
	s.lastNestedID++
	return s.lastNestedID
}

// Customers returns the customers by id, as a client reads them.
func (s *Server) Customers() []erpxt.Customer { return readRecords[erpxt.Customer](s, s.customers) }

// DeleteCustomers deletes customers, also those on documents. Unknown ids are skipped.
func (s *Server) DeleteCustomers(ids ...int64) { s.deleteRecords(s.customers, ids) }

// createCustomer responds with the bare id.
func (s *Server) createCustomer(c *call) (fake.Response, rejection) {
	r := &record{}
	c.body.rejectMembers("is assigned by the server", "Id")
	s.copyCustomer(c.body, r, nil)
	if err := c.body.rejectProblems(); err != nil {
		return fake.Response{}, err
	}
	return newCreatedResponse(s.customers.putRecord(r)), nil
}

// replaceCustomer overwrites the whole card.
func (s *Server) replaceCustomer(c *call) (fake.Response, rejection) {
	r := &record{}
	id, old := s.customers.readID(c.body)
	odd := s.customers.keepOddForms(c.body, old)
	r.setInt("Id", id)
	var address *record
	if old != nil {
		address = s.customers.openRow(old).objectOf("Address")
	}
	s.copyCustomer(c.body, r, address)
	c.body.copyTexts(r, "RepresentativeFirstName", "RepresentativeLastName")
	c.body.copyUnknown(r)
	if err := c.body.rejectProblems(); err != nil {
		return fake.Response{}, err
	}
	if old == nil {
		return fake.Response{}, rejectUnknownID(s.customers.noun, id)
	}
	s.customers.putOdd(r, odd)
	return newDoneResponse(), nil
}

// copyCustomer copies the parameters of POST and PUT. address is the one that the customer has, or nil.
func (s *Server) copyCustomer(b *requestBody, r, address *record) {
	b.copyRequired(r, "Name")
	b.copyTexts(r, "CountryCode", "CustomerTaxNumber", "CustomerCode", "Mail", "PhoneNumber")
	b.copyCode(r, "CustomerType", 0, 1)
	b.copyCode(r, "CustomerStatus", 0, 1, 2, 3, 10)
	if status := r.idOf("CustomerStatus"); r.textOf("CountryCode") == "" && (status == 1 || status == 3 || status == 10) {
		b.AddProblem("CountryCode", "is missing")
	}
	if sent := b.readObject("Address"); sent != nil {
		r.setObject("Address", s.copyAddress(b, sent, address))
	}
}

// copyAddress returns the address that a customer gets. One without the id of the old one is new.
func (s *Server) copyAddress(b, sent *requestBody, old *record) *record {
	r := &record{}
	sent.copyTexts(r, addressTexts()...)
	id := sent.Int("Id", 0)
	switch {
	case id == 0:
		id = s.nextNestedID()
	case old == nil || old.idOf("Id") != id:
		sent.AddProblem("Id", "is not that of the customer's address")
	}
	r.setInt("Id", id)
	if old != nil {
		sent.copyUnknown(r)
	}
	b.takeProblems("Address", sent)
	return r
}

// deleteCustomer rejects customers that stand on a document.
func (s *Server) deleteCustomer(c *call) (fake.Response, rejection) {
	r, err := s.customers.findByPath(c)
	if err != nil {
		return fake.Response{}, err
	}
	if s.isOnDocument(func(d *record) bool {
		return d.idOf("PurchasingPartyId") == r.id || d.idOf("ReceivingPartyId") == r.id
	}) {
		return fake.Response{}, rejectOperation("a customer on a document cannot be deleted", s.customers, r.id)
	}
	s.customers.removeRow(r.id)
	return newDoneResponse(), nil
}

// rejectOperation rejects what the state of a record forbids.
func rejectOperation(problem string, t *table, id int64) *apiError {
	return newRejectionWithCode(http.StatusBadRequest, "InvalidOperationException",
		problem+": "+t.noun+"#"+string(encodeInt(id)))
}

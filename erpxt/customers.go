package erpxt

import (
	"context"
	"iter"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// CustomersVersion is the version of the provider's customers that is called.
const CustomersVersion = "v1.2"

// CustomersService reads and writes customers' cards, which suppliers have, too. The members that are read are those of
// the vendor's article on customers, version 1.2, https://pomoc.erpxt.pl/?p=8914. Its tables of writes were not
// available: that the name is required is taken from the articles on version 1.0 and of the German edition,
// https://hilfe.erpxt.de/?p=4227.
type CustomersService struct{ resource[Customer] }

func newCustomers(caller *call.Caller) *CustomersService {
	idOf := func(c *Customer) int64 { return c.ID }
	return &CustomersService{newResource(caller, "Customers", customerSchema, CustomerID, idOf, CustomersVersion, "customers")}
}

// Customer is a customer's card. A card that was read remembers its unknown and unreadable members, also those of its
// address: Edit sends them back as they came, and JSON keeps them.
type Customer struct {
	kept

	ID   int64  `json:"Id"`   // key, assigned by the server
	Name string `json:"Name"` // required in writes
	// Prefix of the tax number, empty for a domestic one outside of VAT-EU.
	CountryCode       string       `json:"CountryCode"`
	CustomerTaxNumber string       `json:"CustomerTaxNumber"` // NIP of a business, PESEL of a person
	CustomerCode      string       `json:"CustomerCode"`      // such as "K/000369"; empty: the server assigns one
	Mail              string       `json:"Mail"`              // e-mail address
	PhoneNumber       string       `json:"PhoneNumber"`
	CustomerType      CustomerType `json:"CustomerType,omitzero"`
	Address           Address      `json:"Address"`
	// CustomerStatus says where the customer is taxed. Sales under the OSS procedure need CustomerStatusOSS. An edit that
	// clears it leaves it out, and the server then probably puts CustomerStatusDomestic (probe: erpxt/customer-status).
	CustomerStatus CustomerStatus `json:"CustomerStatus,omitzero"`
	// The representative is read only: whether the server takes it in a write is undocumented. Edit sends it back.
	RepresentativeFirstName string `json:"RepresentativeFirstName,omitzero"`
	RepresentativeLastName  string `json:"RepresentativeLastName,omitzero"`

	// Unread lists the members that came in a form which could not be read for certain, those of the address among
	// them ("Address.City"). Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// Address is the address of a customer.
type Address struct {
	kept

	ID             int64  `json:"Id,omitzero"` // assigned by the server; 0 for a customer without an address
	Street         string `json:"Street"`
	BuildingNumber string `json:"BuildingNumber"`
	FlatNumber     string `json:"FlatNumber"`
	PostalCode     string `json:"PostalCode"`
	City           string `json:"City"` // the post town

	// Unread lists the members of the address that could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// NewCustomer is a customer's card to create.
type NewCustomer struct {
	Name string // required
	// CountryCode is two capital letters. It is required with CustomerStatusIntraEU, CustomerStatusTriangular and
	// CustomerStatusOSS, as a public client has it; "EL" is Greece, "XI" Northern Ireland.
	CountryCode       string
	CustomerTaxNumber string // NIP of a business, PESEL of a person
	CustomerCode      string // empty: the server assigns one
	Mail              string // e-mail address
	PhoneNumber       string
	CustomerType      CustomerType   // required here: a forgotten one could make a company a person
	CustomerStatus    CustomerStatus // zero: CustomerStatusDomestic
	Address           Address        // without ID
}

// toCustomer returns the customer that the card will be, without an ID.
func (n *NewCustomer) toCustomer() *Customer {
	c := &Customer{
		Name: n.Name, CountryCode: n.CountryCode, CustomerTaxNumber: n.CustomerTaxNumber, CustomerCode: n.CustomerCode,
		Mail: n.Mail, PhoneNumber: n.PhoneNumber,
		CustomerType: n.CustomerType, CustomerStatus: n.CustomerStatus, Address: n.Address,
	}
	if c.CustomerStatus == "" {
		c.CustomerStatus = CustomerStatusDomestic
	}
	return c
}

// List reads one page of customers: GET /v1.2/customers. It is as [ProductsService.List] is.
func (s *CustomersService) List(ctx context.Context, q Query) ([]Customer, error) {
	return s.listRecords(ctx, q)
}

// All walks through the customers that match: GET /v1.2/customers. It promises what [ProductsService.All] does.
func (s *CustomersService) All(ctx context.Context, q Query) iter.Seq2[Customer, error] {
	return s.walkRecords(ctx, q)
}

// Pages is like [CustomersService.All], but yields whole pages.
func (s *CustomersService) Pages(ctx context.Context, q Query) iter.Seq2[Page[Customer], error] {
	return s.yieldPages(ctx, q)
}

// Get reads one customer by its id: GET /v1.2/customers/{id}. The response must be an object with this id; all other
// members are best effort: see Customer.Unread. For an unknown id the error matches shelfwire.ErrNotFound.
func (s *CustomersService) Get(ctx context.Context, id int64) (Customer, error) {
	return s.getRecord(ctx, s.ops.get, id)
}

// Create creates a customer and returns its id: POST /v1.2/customers. It is a write and is repeated only after an
// attempt that certainly created nothing. When its outcome is unknown, look for the customer before trying again, or
// use [CustomersService.FindOrCreate]. The response is as for [ProductsService.Create] (probe: erpxt/customer-create).
func (s *CustomersService) Create(ctx context.Context, customer NewCustomer) (int64, error) {
	return s.createCustomer(ctx, s.ops.create, &customer)
}

func (s *CustomersService) createCustomer(ctx context.Context, op call.Op, customer *NewCustomer) (int64, error) {
	c := customer.toCustomer()
	var problems check.Problems
	if c.validateNew(&problems); problems.Err() != nil {
		return 0, s.caller.InvalidInput(op, problems.Err())
	}
	return s.createRecord(ctx, op, newBody[Customer]{customerSchema, c})
}

// Edit reads a customer, lets edit change it, and writes it back: GET /v1.2/customers/{id}, then PUT /v1.2/customers.
// All that was read goes back, unknown and unreadable members included, also those of the address, so that the server,
// which overwrites the whole card as it does with products, keeps all of it (probe: erpxt/customer-edit). When edit
// returns an error, the card stays as it is, and the error of Edit wraps that of edit.
//
// A member in Unread goes back byte for byte, unless edit sets its field. The representative goes back as it came; a
// change of it and of the ids is rejected. The address keeps its id, also when edit puts another one in its place.
//
// Writing the same card twice has the effect of writing it once, so the write is repeated after a lost response, unless
// edit adds an address to a card without one: then it is a write, in case the server adds a second one.
//
// Edit returns the customer as it was written, also beside an error of outcome applied. A write whose outcome is
// unknown may still arrive, and would take a later Edit back: wait for ten minutes, and read the card, before editing it
// again, above all when edit adds an address. A change that somebody else makes between the two calls is overwritten:
// the provider offers no check against it. For an unknown id the error matches shelfwire.ErrNotFound.
func (s *CustomersService) Edit(ctx context.Context, id int64, edit func(*Customer) error) (Customer, error) {
	e, err := s.readAndEdit(ctx, id, edit, validateCustomerEdit)
	if err != nil {
		return Customer{}, err
	}
	op := s.ops.editPut
	if e.before.Address.ID == 0 && addressSchema.isSet(&e.after.Address) {
		op = s.ops.editWrite
	}
	err = s.putRecord(ctx, op, s.path, id, e)
	if err != nil && shelfwire.OutcomeOf(err) != shelfwire.OutcomeApplied {
		return Customer{}, err
	}
	return e.after, err
}

// Delete deletes a customer: DELETE /v1.2/customers/{id}. When a response was lost, the call is repeated, and a customer
// that is missing then was deleted. The response is as for [ProductsService.Delete] (probe: erpxt/customer-delete). For an
// unknown id the error matches shelfwire.ErrNotFound. Whether a customer with documents can be deleted is undocumented.
func (s *CustomersService) Delete(ctx context.Context, id int64) error {
	return s.deleteRecord(ctx, s.path, id)
}

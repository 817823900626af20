package resico

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

var (
	opCreateCustomer = call.Op{Name: "Customers.Create", Method: http.MethodPut, Effect: shelfwire.EffectWrite}
	opUpdateCustomer = call.Op{Name: "Customers.Update", Method: http.MethodPut, Effect: shelfwire.EffectIdempotent}
)

// CustomersService writes customers. The guide shows no call that reads or searches them.
type CustomersService struct{ service }

// NewCustomer is a customer to create. The ERP identifies customers by e-mail or by phone, as its settings
// say, so at least one of them is required; give both when you have them. The client rejects obvious mistakes
// in them, the server the rest. No-break spaces, direction marks and similar characters, which come along
// when they are copied from a web page, are removed first.
type NewCustomer struct {
	// Code is the key for updates and invoices. Whether the server assigns one when it is empty is undocumented.
	Code     string `json:"Code,omitempty"`
	Name     string `json:"Name,omitempty"`
	Address  string `json:"Address,omitempty"` // postal address: street and town
	PostCode string `json:"PostCode,omitempty"`
	Phone    string `json:"Phone,omitempty"` // best in international form: "+37120000000"
	Email    string `json:"Email,omitempty"` // one address, such as "orders@example.com"
}

// cleanContacts removes pasted characters from phone and e-mail.
func (n *NewCustomer) cleanContacts() {
	n.Phone, n.Email = check.CleanPasted(n.Phone), check.CleanPasted(n.Email)
}

func (n *NewCustomer) validate(problems *check.Problems) {
	problems.Text("Code", n.Code)
	problems.Text("Name", n.Name)
	problems.Text("Address", n.Address)
	problems.Text("PostCode", n.PostCode)
	if n.Email == "" && n.Phone == "" {
		problems.Add("Email", "is missing, and so is Phone; the provider identifies customers by one of them")
	}
	if n.Email != "" {
		problems.Email("Email", n.Email)
	}
	if n.Phone != "" {
		problems.Phone("Phone", n.Phone)
	}
}

// CustomerUpdate holds the fields of a customer to change; the request leaves out those that are absent. The
// server probably keeps their values, which is undocumented (probe: resico/update-keeps), as is the meaning of
// null. Phone and Email are cleaned as in [NewCustomer].
type CustomerUpdate struct {
	Name     shelfwire.Opt[string] `json:"Name,omitzero"`
	Address  shelfwire.Opt[string] `json:"Address,omitzero"`
	PostCode shelfwire.Opt[string] `json:"PostCode,omitzero"`
	Phone    shelfwire.Opt[string] `json:"Phone,omitzero"`
	Email    shelfwire.Opt[string] `json:"Email,omitzero"`
}

// cleanContacts removes pasted characters from phone and e-mail.
func (u *CustomerUpdate) cleanContacts() {
	for _, text := range []*shelfwire.Opt[string]{&u.Phone, &u.Email} {
		if pasted, ok := text.Get(); ok {
			*text = shelfwire.Set(check.CleanPasted(pasted))
		}
	}
}

func (u *CustomerUpdate) validate(problems *check.Problems) {
	problems.Text("Name", u.Name.Or(""))
	problems.Text("Address", u.Address.Or(""))
	problems.Text("PostCode", u.PostCode.Or(""))
	if *u == (CustomerUpdate{}) {
		problems.Add("CustomerUpdate", "changes nothing")
	}
	if email, ok := u.Email.Get(); ok {
		problems.Email("Email", email)
	}
	if phone, ok := u.Phone.Get(); ok {
		problems.Phone("Phone", phone)
	}
}

// Customer is a customer as the server returns it after a write. Texts that are null are empty.
type Customer struct {
	Meta `json:"-"`

	ID                   CustomerID          `json:"ID"`
	Code                 string              `json:"Code"` // key for updates and invoices
	Name                 string              `json:"Name"`
	Category             string              `json:"Category"`
	Notes                string              `json:"Notes"`
	Address              string              `json:"Address"` // postal address: street and town
	PostCode             string              `json:"PostCode"`
	Phone                string              `json:"Phone"`
	Email                string              `json:"Email"`
	EmailReceipt         shelfwire.Opt[bool] `json:"EmailReceipt"`      // absent when null
	RegistrationID       string              `json:"RegistrationID"`    // presumably of a company
	TaxRegistrationID    string              `json:"TaxRegistrationID"` // presumably the VAT number
	DeliveryAddress      string              `json:"DeliveryAddress"`
	DeliveryPostCode     string              `json:"DeliveryPostCode"`
	PrimaryBankName      string              `json:"PrimaryBankName"`
	PrimaryBankCode      string              `json:"PrimaryBankCode"`
	PrimaryBankAccount   string              `json:"PrimaryBankAccount"`
	SecondaryBankName    string              `json:"SecondaryBankName"`
	SecondaryBankCode    string              `json:"SecondaryBankCode"`
	SecondaryBankAccount string              `json:"SecondaryBankAccount"`
	Loyalty              Loyalty             `json:"Loyalty"`
	DefaultSOType        string              `json:"DefaultSOType"` // of sales orders: "local"
	ReverseVAT           shelfwire.Opt[bool] `json:"ReverseVAT"`    // absent when null
	Anonymous            shelfwire.Opt[bool] `json:"Anonymous"`     // absent when null
	LoyaltyCards         json.RawMessage     `json:"LoyaltyCards"`  // a list; the form of a card is undocumented
	MembershipPoints     shelfwire.Decimal   `json:"MembershipPoints"`
	Custom               json.RawMessage     `json:"Custom"`  // null in all examples; its form is undocumented
	Created              time.Time           `json:"Created"` // by the server's clock
	Updated              time.Time           `json:"Updated"` // by the server's clock

	// Unread lists the members in an ambiguous form. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// Loyalty is a customer's standing in the tenant's loyalty scheme. The guide shows the members and no
// explanation.
type Loyalty struct {
	Discount  shelfwire.Decimal `json:"discount"`  // presumably percent
	Amount    shelfwire.Decimal `json:"amount"`    // not documented
	Collected shelfwire.Decimal `json:"collected"` // not documented
	Updated   time.Time         `json:"updated"`   // zero when never
}

var customerRecord = &recordType[Customer]{
	response: customersResponse,
	fields:   customerFields,
	complete: func(c *Customer, e *envelope, echo lenientjson.Value) bool {
		c.Meta, c.Unread = e.Meta, e.notes.TakeUnread()
		if isBlank(c.Code) {
			c.Code, _ = echo.Member("Code").Text()
		}
		return !isBlank(c.Code) || c.ID > 0
	},
}

// Create creates a customer: PUT /customers, a write, which is retried only while it cannot have happened.
// Guide, heading "Klienta izveide".
//
// The response must hold the customer's Code or ID; a Code that the record lacks is taken from the echo
// "fields". All other members are best effort; see Customer.Unread. When a response with success holds
// neither, the outcome of the error is [shelfwire.OutcomeApplied]. The Customer beside an error holds the
// members that were read.
//
// The response for an e-mail or phone that another customer has is undocumented: the server may reject, merge
// or create a second one. Compare the Code and Name of the customer returned.
func (s *CustomersService) Create(ctx context.Context, customer NewCustomer) (Customer, error) {
	customer.cleanContacts()
	var problems check.Problems
	customer.validate(&problems)
	if err := problems.Err(); err != nil {
		return Customer{}, s.caller.InvalidInput(opCreateCustomer, err)
	}
	anyCustomer := func(*Customer, *envelope) error { return nil }
	return s.putCustomer(ctx, call.Request{Op: opCreateCustomer, Path: []string{"customers"}, Body: customer}, anyCustomer)
}

// Update changes a customer: PUT /customers/{code}, an absolute set, which is retried after transient
// failures, and once after a malformed response. Guide, heading "Klienta izveide", at its end. The response
// is read as in [CustomersService.Create]. One about a customer with another code, apart from case and outer
// spaces, matches shelfwire.ErrMalformed, outcome unknown: the ERP also goes by e-mail and phone, and may have
// changed that customer. A code that came as a number, such as 7, is the one that was asked for, such as 007.
//
// The response for an unknown code is undocumented: the server may reject, or create the customer.
func (s *CustomersService) Update(ctx context.Context, code string, update CustomerUpdate) (Customer, error) {
	update.cleanContacts()
	var problems check.Problems
	problems.Required("code", code)
	problems.Text("code", code)
	update.validate(&problems)
	if err := problems.Err(); err != nil {
		return Customer{}, s.caller.InvalidInput(opUpdateCustomer, err)
	}
	verify := func(changed *Customer, e *envelope) error {
		restoreKey(&changed.Code, e.member("Code"), code)
		if isBlank(changed.Code) || isSameKey(changed.Code, code) {
			return nil
		}
		return fmt.Errorf("customer %q was to be changed, and %q was", code, changed.Code)
	}
	return s.putCustomer(ctx, call.Request{Op: opUpdateCustomer, Path: []string{"customers", code}, Body: update}, verify)
}

// putCustomer sends a customer; verify looks at the one that came.
func (s *CustomersService) putCustomer(
	ctx context.Context, req call.Request, verify func(*Customer, *envelope) error,
) (customer Customer, err error) {
	err = s.caller.Do(ctx, req, func(body []byte) error {
		return readRecord(&s.service, body, customerRecord, &customer, verify)
	})
	s.logWarnings(ctx, req.Op, customer.Warning, customer.Unread)
	return customer, err
}

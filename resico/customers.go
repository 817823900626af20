package resico

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

var (
	opCreateCustomer = call.Op{Name: "Customers.Create", Method: http.MethodPut, Effect: shelfwire.EffectWrite}
	opUpdateCustomer = call.Op{Name: "Customers.Update", Method: http.MethodPut, Effect: shelfwire.EffectIdempotent}
)

// CustomersService writes customers. The provider shows no way to read or search them.
type CustomersService struct{ service }

// NewCustomer is a customer to create. The ERP identifies customers by e-mail or by phone, as its settings say, so
// at least one of them is required; give both where you have them. Both are validated, here for what cannot be
// right and by the server for the rest.
type NewCustomer struct {
	Code     string `json:"Code,omitempty"` // key for updates and invoices; whether the server can choose one is not documented
	Name     string `json:"Name,omitempty"`
	Address  string `json:"Address,omitempty"`
	PostCode string `json:"PostCode,omitempty"`
	Phone    string `json:"Phone,omitempty"` // best in international form: "+37120000000"
	Email    string `json:"Email,omitempty"`
}

func (n *NewCustomer) check() error {
	var problems check.Problems
	if n.Email == "" && n.Phone == "" {
		problems.Add("Email", "is missing, and so is Phone; the provider identifies customers by one of them")
	}
	if n.Email != "" {
		problems.Email("Email", n.Email)
	}
	if n.Phone != "" {
		problems.Phone("Phone", n.Phone)
	}
	return problems.Err()
}

// CustomerUpdate holds the fields of a customer to change; those that are absent are not sent. That the server
// leaves them alone is likely but not documented, nor is what null does.
type CustomerUpdate struct {
	Name     shelfwire.Opt[string] `json:"Name,omitzero"`
	Address  shelfwire.Opt[string] `json:"Address,omitzero"`
	PostCode shelfwire.Opt[string] `json:"PostCode,omitzero"`
	Phone    shelfwire.Opt[string] `json:"Phone,omitzero"`
	Email    shelfwire.Opt[string] `json:"Email,omitzero"`
}

func (u *CustomerUpdate) check(code string) error {
	var problems check.Problems
	problems.Required("code", code)
	if *u == (CustomerUpdate{}) {
		problems.Add("CustomerUpdate", "changes nothing")
	}
	if email, ok := u.Email.Get(); ok {
		problems.Email("Email", email)
	}
	if phone, ok := u.Phone.Get(); ok {
		problems.Phone("Phone", phone)
	}
	return problems.Err()
}

// Customer is a customer as the server returns it after a write. Texts that it gives as null are empty.
type Customer struct {
	Meta `json:"-"`

	ID                   int64               `json:"ID"`
	Code                 string              `json:"Code"`
	Name                 string              `json:"Name"`
	Category             string              `json:"Category"`
	Notes                string              `json:"Notes"`
	Address              string              `json:"Address"`
	PostCode             string              `json:"PostCode"`
	Phone                string              `json:"Phone"`
	Email                string              `json:"Email"`
	EmailReceipt         shelfwire.Opt[bool] `json:"EmailReceipt"`
	RegistrationID       string              `json:"RegistrationID"`
	TaxRegistrationID    string              `json:"TaxRegistrationID"`
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
	ReverseVAT           shelfwire.Opt[bool] `json:"ReverseVAT"`
	Anonymous            shelfwire.Opt[bool] `json:"Anonymous"`
	LoyaltyCards         json.RawMessage     `json:"LoyaltyCards"` // a list; the form of a card is not documented
	MembershipPoints     shelfwire.Decimal   `json:"MembershipPoints"`
	Custom               json.RawMessage     `json:"Custom"` // null in all examples; its form is not documented
	Created              time.Time           `json:"Created"`
	Updated              time.Time           `json:"Updated"`
}

// Loyalty is a customer's standing in the tenant's loyalty scheme.
type Loyalty struct {
	Discount  shelfwire.Decimal `json:"discount"` // percent
	Amount    shelfwire.Decimal `json:"amount"`
	Collected shelfwire.Decimal `json:"collected"`
	Updated   time.Time         `json:"updated"` // zero when never
}

type customerReply struct {
	envelope
	Payload *struct {
		Data []Customer `json:"data"`
	} `json:"Customers"`
}

func (r *customerReply) outer() *envelope { return &r.envelope }
func (r *customerReply) typeName() string { return "Customers" }
func (r *customerReply) hasPayload() bool { return r.Payload != nil && len(r.Payload.Data) > 0 }

// Create creates a customer: PUT /customers. It is a write and is not repeated once it may have happened.
//
// What the server does when a customer with that e-mail or phone exists already is not documented: it may refuse,
// merge or make a second one. Look at the Code and Name of the customer returned.
func (s *CustomersService) Create(ctx context.Context, customer NewCustomer) (Customer, error) {
	if err := customer.check(); err != nil {
		return Customer{}, s.caller.Invalid(opCreateCustomer, err)
	}
	return s.put(ctx, call.Request{Op: opCreateCustomer, Path: []string{"customers"}, Body: customer})
}

// Update changes a customer: PUT /customers/{code}. It sets values, so it is repeated after passing failures.
//
// What the server does for a code it does not know is not documented: it may refuse, or create the customer.
func (s *CustomersService) Update(ctx context.Context, code string, update CustomerUpdate) (Customer, error) {
	if err := update.check(code); err != nil {
		return Customer{}, s.caller.Invalid(opUpdateCustomer, err)
	}
	return s.put(ctx, call.Request{Op: opUpdateCustomer, Path: []string{"customers", code}, Body: update})
}

func (s *CustomersService) put(ctx context.Context, req call.Request) (Customer, error) {
	var r customerReply
	if err := s.caller.Do(ctx, req, func(body []byte) error { return s.decode(body, &r) }); err != nil {
		return Customer{}, err
	}
	s.warn(ctx, req.Op, &r.envelope)
	customer := r.Payload.Data[0]
	customer.Meta = r.meta()
	return customer, nil
}

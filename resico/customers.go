package resico

import (
	"context"
	"encoding/json"
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

// CustomersService writes customers. The provider shows no way to read or search them.
type CustomersService struct{ service }

// NewCustomer is a customer to create. The ERP identifies customers by e-mail or by phone, as its settings say, so
// at least one of them is required; give both where you have them. Both are validated, here for what cannot be
// right and by the server for the rest. No-break spaces, marks of direction and the like, which come along when they are
// copied from a page, are taken out first.
type NewCustomer struct {
	Code     string `json:"Code,omitempty"` // key for updates and invoices; whether the server can choose one is not documented
	Name     string `json:"Name,omitempty"`
	Address  string `json:"Address,omitempty"`
	PostCode string `json:"PostCode,omitempty"`
	Phone    string `json:"Phone,omitempty"` // best in international form: "+37120000000"
	Email    string `json:"Email,omitempty"`
}

func (n *NewCustomer) clean() {
	n.Phone, n.Email = check.CleanPasted(n.Phone), check.CleanPasted(n.Email)
}

func (n *NewCustomer) check() error {
	var problems check.Problems
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
	return problems.Err()
}

// CustomerUpdate holds the fields of a customer to change; those that are absent are not sent. That the server
// leaves them alone is likely but not documented, nor is what null does. Phone and Email are cleaned as in [NewCustomer].
type CustomerUpdate struct {
	Name     shelfwire.Opt[string] `json:"Name,omitzero"`
	Address  shelfwire.Opt[string] `json:"Address,omitzero"`
	PostCode shelfwire.Opt[string] `json:"PostCode,omitzero"`
	Phone    shelfwire.Opt[string] `json:"Phone,omitzero"`
	Email    shelfwire.Opt[string] `json:"Email,omitzero"`
}

func (u *CustomerUpdate) clean() {
	for _, text := range []*shelfwire.Opt[string]{&u.Phone, &u.Email} {
		if pasted, ok := text.Get(); ok {
			*text = shelfwire.Set(check.CleanPasted(pasted))
		}
	}
}

func (u *CustomerUpdate) check(code string) error {
	var problems check.Problems
	problems.Required("code", code)
	problems.Text("code", code)
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
	return problems.Err()
}

// Customer is a customer as the server returns it after a write. Texts that it gives as null are empty.
type Customer struct {
	Meta `json:"-"`

	ID                   CustomerID          `json:"ID"`
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

	// Unread are the members that came in a form which could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// Loyalty is a customer's standing in the tenant's loyalty scheme.
type Loyalty struct {
	Discount  shelfwire.Decimal `json:"discount"` // percent
	Amount    shelfwire.Decimal `json:"amount"`
	Collected shelfwire.Decimal `json:"collected"`
	Updated   time.Time         `json:"updated"` // zero when never
}

var loyaltyFields = lenientjson.NewFields(map[string]func(*Loyalty, lenientjson.Member){
	"discount":  func(l *Loyalty, m lenientjson.Member) { m.Amount(&l.Discount) },
	"amount":    func(l *Loyalty, m lenientjson.Member) { m.Amount(&l.Amount) },
	"collected": func(l *Loyalty, m lenientjson.Member) { m.Amount(&l.Collected) },
	"updated":   func(l *Loyalty, m lenientjson.Member) { m.Time(&l.Updated) },
})

var customerFields = lenientjson.NewFields(map[string]func(*Customer, lenientjson.Member){
	"ID":                   func(c *Customer, m lenientjson.Member) { m.Int((*int64)(&c.ID)) },
	"Code":                 func(c *Customer, m lenientjson.Member) { m.Text(&c.Code) },
	"Name":                 func(c *Customer, m lenientjson.Member) { m.Text(&c.Name) },
	"Category":             func(c *Customer, m lenientjson.Member) { m.Text(&c.Category) },
	"Notes":                func(c *Customer, m lenientjson.Member) { m.Text(&c.Notes) },
	"Address":              func(c *Customer, m lenientjson.Member) { m.Text(&c.Address) },
	"PostCode":             func(c *Customer, m lenientjson.Member) { m.Text(&c.PostCode) },
	"Phone":                func(c *Customer, m lenientjson.Member) { m.Text(&c.Phone) },
	"Email":                func(c *Customer, m lenientjson.Member) { m.Text(&c.Email) },
	"EmailReceipt":         func(c *Customer, m lenientjson.Member) { m.Flag(&c.EmailReceipt) },
	"RegistrationID":       func(c *Customer, m lenientjson.Member) { m.Text(&c.RegistrationID) },
	"TaxRegistrationID":    func(c *Customer, m lenientjson.Member) { m.Text(&c.TaxRegistrationID) },
	"DeliveryAddress":      func(c *Customer, m lenientjson.Member) { m.Text(&c.DeliveryAddress) },
	"DeliveryPostCode":     func(c *Customer, m lenientjson.Member) { m.Text(&c.DeliveryPostCode) },
	"PrimaryBankName":      func(c *Customer, m lenientjson.Member) { m.Text(&c.PrimaryBankName) },
	"PrimaryBankCode":      func(c *Customer, m lenientjson.Member) { m.Text(&c.PrimaryBankCode) },
	"PrimaryBankAccount":   func(c *Customer, m lenientjson.Member) { m.Text(&c.PrimaryBankAccount) },
	"SecondaryBankName":    func(c *Customer, m lenientjson.Member) { m.Text(&c.SecondaryBankName) },
	"SecondaryBankCode":    func(c *Customer, m lenientjson.Member) { m.Text(&c.SecondaryBankCode) },
	"SecondaryBankAccount": func(c *Customer, m lenientjson.Member) { m.Text(&c.SecondaryBankAccount) },
	"Loyalty":              func(c *Customer, m lenientjson.Member) { lenientjson.ReadObject(m, loyaltyFields, &c.Loyalty) },
	"DefaultSOType":        func(c *Customer, m lenientjson.Member) { m.Text(&c.DefaultSOType) },
	"ReverseVAT":           func(c *Customer, m lenientjson.Member) { m.Flag(&c.ReverseVAT) },
	"Anonymous":            func(c *Customer, m lenientjson.Member) { m.Flag(&c.Anonymous) },
	"LoyaltyCards":         func(c *Customer, m lenientjson.Member) { m.Raw(&c.LoyaltyCards) },
	"MembershipPoints":     func(c *Customer, m lenientjson.Member) { m.Amount(&c.MembershipPoints) },
	"Custom":               func(c *Customer, m lenientjson.Member) { m.Raw(&c.Custom) },
	"Created":              func(c *Customer, m lenientjson.Member) { m.Time(&c.Created) },
	"Updated":              func(c *Customer, m lenientjson.Member) { m.Time(&c.Updated) },
})

var customerRecord = &recordType[Customer]{
	response: customersResponse,
	fields:   customerFields,
	complete: func(c *Customer, e *envelope, echo lenientjson.Value) bool {
		c.Meta, c.Unread = e.Meta, e.notes.Take()
		if isBlank(c.Code) {
			c.Code, _ = echo.Member("Code").Text()
		}
		return !isBlank(c.Code) || c.ID > 0
	},
}

// Create creates a customer: PUT /customers. It is a write and is not repeated once it may have happened.
//
// What the server owes is the customer's Code, or the ID; the Code is taken from the echo "fields" where the record has
// none. Everything else is best effort; see Customer.Unread. When the provider reported success and sent neither, the
// outcome of the error is [shelfwire.OutcomeApplied]. The Customer beside an error holds what was read of it.
//
// What the server does when a customer with that e-mail or phone exists already is not documented: it may reject,
// merge or make a second one. Look at the Code and Name of the customer returned.
func (s *CustomersService) Create(ctx context.Context, customer NewCustomer) (Customer, error) {
	customer.clean()
	if err := customer.check(); err != nil {
		return Customer{}, s.caller.InvalidInput(opCreateCustomer, err)
	}
	return s.put(ctx, call.Request{Op: opCreateCustomer, Path: []string{"customers"}, Body: customer})
}

// Update changes a customer: PUT /customers/{code}. It sets values, so it is repeated after passing failures, and once
// after a response that is not recognisably the provider's. What is owed and what is best effort is as in
// [CustomersService.Create].
//
// What the server does for a code it does not know is not documented: it may reject, or create the customer.
func (s *CustomersService) Update(ctx context.Context, code string, update CustomerUpdate) (Customer, error) {
	update.clean()
	if err := update.check(code); err != nil {
		return Customer{}, s.caller.InvalidInput(opUpdateCustomer, err)
	}
	return s.put(ctx, call.Request{Op: opUpdateCustomer, Path: []string{"customers", code}, Body: update})
}

func (s *CustomersService) put(ctx context.Context, req call.Request) (customer Customer, err error) {
	err = s.caller.Do(ctx, req, func(body []byte) error { return readRecord(&s.service, body, customerRecord, &customer) })
	s.warn(ctx, req.Op, customer.Warning, customer.Unread)
	return customer, err
}

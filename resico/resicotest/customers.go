package resicotest

import (
	"encoding/json"
	"net/http"
	"net/mail"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/fake"
	"github.com/shelfwire/shelfwire/resico"
)

// customer is a customer as it goes over the wire, its members in the order of the guide.
type customer struct {
	ID                                                         int64
	Code                                                       string
	Name, Category, Notes, Address, PostCode, Phone, Email     text
	EmailReceipt                                               *bool
	RegistrationID, TaxRegistrationID                          text
	DeliveryAddress, DeliveryPostCode                          text
	PrimaryBankName, PrimaryBankCode, PrimaryBankAccount       text
	SecondaryBankName, SecondaryBankCode, SecondaryBankAccount text
	Loyalty                                                    loyalty
	DefaultSOType                                              string
	ReverseVAT, Anonymous                                      *bool
	LoyaltyCards                                               []string
	MembershipPoints                                           shelfwire.Decimal
	Custom                                                     *string
	Created, Updated                                           string
}

type loyalty struct {
	Discount  shelfwire.Decimal `json:"discount"`
	Amount    shelfwire.Decimal `json:"amount"`
	Updated   string            `json:"updated"`
	Collected shelfwire.Decimal `json:"collected"`
}

// AddCustomers adds customers, or replaces those with the same Code, without the checks of a call. A customer
// without a Code gets a number for one.
func (s *Server) AddCustomers(customers ...resico.NewCustomer) {
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, n := range customers {
		c := customer{}
		if old := s.customers.byCode[n.Code]; old != nil {
			c = *old
		} else {
			c = s.customers.create(n.Code, now)
		}
		c.Name, c.Address, c.PostCode = text(n.Name), text(n.Address), text(n.PostCode)
		c.Phone, c.Email = text(n.Phone), text(n.Email)
		s.customers.put(&c)
	}
}

// Customers returns the customers in the order of their creation, as a client reads them.
func (s *Server) Customers() []resico.Customer {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]resico.Customer, len(s.customers.list))
	for i, c := range s.customers.list {
		plain := *c
		plain.Loyalty.Updated = "0001-01-01T00:00:00Z" // which encoding/json reads as no time
		read(plain, &list[i])
	}
	return list
}

// read turns what goes over the wire into what a client makes of it.
func read(row, into any) {
	if err := json.Unmarshal(fake.Encode(row), into); err != nil {
		panic("resicotest: " + err.Error())
	}
}

func (s *Server) createCustomer(c *call) (result, *refusal) {
	code, _ := c.body.Text("Code")
	created := s.customers.create(code, c.now)
	if s.customers.byCode[created.Code] != nil {
		c.body.Problem("Code", "belongs to another customer")
	}
	if err := s.fill(&created, c.body); err != nil {
		return result{}, err
	}
	s.customers.put(&created)
	return oneRow("Customers", object{{"Code", created.Code}}, created), nil
}

func (s *Server) updateCustomer(c *call) (result, *refusal) {
	old := s.customers.byCode[c.PathValue("code")]
	if old == nil {
		return result{}, refuse(http.StatusNotFound, "there is no customer with this code")
	}
	changed := *old
	if err := s.fill(&changed, c.body); err != nil {
		return result{}, err
	}
	changed.Updated = c.now.Format(time.RFC3339)
	s.customers.put(&changed)
	return oneRow("Customers", object{{"Code", changed.Code}}, changed), nil
}

// fill takes over what the body gives and checks the result.
func (s *Server) fill(c *customer, b *body) *refusal {
	for name, field := range map[string]*text{
		"Name": &c.Name, "Address": &c.Address, "PostCode": &c.PostCode, "Phone": &c.Phone, "Email": &c.Email,
	} {
		if value, given := b.Text(name); given {
			*field = text(value)
		}
	}
	if c.Email == "" && c.Phone == "" {
		b.Problem("Email", "is missing, and so is Phone; one of them is needed")
	}
	if c.Email != "" && !isEmail(string(c.Email)) {
		b.Problem("Email", "is not an e-mail address")
	}
	if c.Phone != "" && !isPhone(string(c.Phone)) {
		b.Problem("Phone", "is not a telephone number")
	}
	s.compare(c, b)
	return b.refusal()
}

// compare rejects an e-mail address or a telephone number that identifies another customer.
func (s *Server) compare(c *customer, b *body) {
	for _, other := range s.customers.byEmail[emailKey(c.Email)] {
		if other.ID != c.ID {
			b.Problem("Email", "belongs to customer "+other.Code)
		}
	}
	for _, other := range s.customers.byPhone[digits(c.Phone)] {
		if other.ID != c.ID {
			b.Problem("Phone", "belongs to customer "+other.Code)
		}
	}
}

func isEmail(value string) bool {
	addr, err := mail.ParseAddress(value)
	return err == nil && addr.Address == value
}

func isPhone(value string) bool {
	rest := strings.TrimLeft(strings.TrimPrefix(value, "+"), "0123456789 -().")
	n := len(digits(text(value)))
	return rest == "" && n >= 5 && n <= 15
}

func digits(phone text) string {
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, string(phone))
}

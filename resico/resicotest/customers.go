package resicotest

import (
	"encoding/json"
	"net/http"
	"net/mail"
	"strconv"
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
		c := s.customer(n.Code)
		if c == nil {
			c = s.newCustomer(n.Code, now)
			s.customers = append(s.customers, c)
		}
		c.Name, c.Address, c.PostCode = text(n.Name), text(n.Address), text(n.PostCode)
		c.Phone, c.Email = text(n.Phone), text(n.Email)
	}
}

// Customers returns the customers in the order of their creation, as a client reads them.
func (s *Server) Customers() []resico.Customer {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]resico.Customer, len(s.customers))
	for i, c := range s.customers {
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

func (s *Server) customer(code string) *customer {
	for _, c := range s.customers {
		if c.Code == code {
			return c
		}
	}
	return nil
}

// newCustomer does not add it yet.
func (s *Server) newCustomer(code string, now time.Time) *customer {
	created := now.Format(time.RFC3339)
	c := &customer{
		ID: int64(len(s.customers)) + 1, Code: code, DefaultSOType: "local", LoyaltyCards: []string{},
		Created: created, Updated: created,
	}
	for n := c.ID; c.Code == ""; n++ {
		if free := strconv.FormatInt(n, 10); s.customer(free) == nil {
			c.Code = free
		}
	}
	return c
}

func (s *Server) createCustomer(c *call) (result, *refusal) {
	code, _ := c.body.text("Code")
	created := s.newCustomer(code, c.now)
	if s.customer(created.Code) != nil {
		c.body.problem("Code", "belongs to another customer")
	}
	if err := s.fill(created, c.body); err != nil {
		return result{}, err
	}
	s.customers = append(s.customers, created)
	return oneRow("Customers", object{{"Code", created.Code}}, created), nil
}

func (s *Server) updateCustomer(c *call) (result, *refusal) {
	old := s.customer(c.id)
	if old == nil {
		return result{}, refuse(http.StatusNotFound, "there is no customer with this code")
	}
	changed := *old
	if err := s.fill(&changed, c.body); err != nil {
		return result{}, err
	}
	changed.Updated = c.now.Format(time.RFC3339)
	*old = changed
	return oneRow("Customers", object{{"Code", old.Code}}, old), nil
}

// fill takes over what the body gives and checks the result.
func (s *Server) fill(c *customer, b *body) *refusal {
	for name, field := range map[string]*text{
		"Name": &c.Name, "Address": &c.Address, "PostCode": &c.PostCode, "Phone": &c.Phone, "Email": &c.Email,
	} {
		if value, given := b.text(name); given {
			*field = text(value)
		}
	}
	if c.Email == "" && c.Phone == "" {
		b.problem("Email", "is missing, and so is Phone; one of them is needed")
	}
	if c.Email != "" && !isEmail(string(c.Email)) {
		b.problem("Email", "is not an e-mail address")
	}
	if c.Phone != "" && !isPhone(string(c.Phone)) {
		b.problem("Phone", "is not a telephone number")
	}
	for _, other := range s.customers {
		s.compare(c, other, b)
	}
	return b.refusal()
}

// compare refuses an e-mail or a telephone number that identifies another customer.
func (s *Server) compare(c, other *customer, b *body) {
	if other.ID == c.ID {
		return
	}
	if c.Email != "" && strings.EqualFold(string(c.Email), string(other.Email)) {
		b.problem("Email", "belongs to customer "+other.Code)
	}
	if c.Phone != "" && digits(c.Phone) == digits(other.Phone) {
		b.problem("Phone", "belongs to customer "+other.Code)
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

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
	Name, Category, Notes, Address, PostCode, Phone, Email     nullText
	EmailReceipt                                               *bool
	RegistrationID, TaxRegistrationID                          nullText
	DeliveryAddress, DeliveryPostCode                          nullText
	PrimaryBankName, PrimaryBankCode, PrimaryBankAccount       nullText
	SecondaryBankName, SecondaryBankCode, SecondaryBankAccount nullText
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

// AddCustomers adds customers, or replaces those with the same Code; the checks of a call are skipped. An
// empty Code is replaced by a number.
func (s *Server) AddCustomers(customers ...resico.NewCustomer) {
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, n := range customers {
		c := customer{}
		if old := s.customers.byCode[n.Code]; old != nil {
			c = *old
		} else {
			c = s.customers.newCustomer(n.Code, now)
		}
		c.Name, c.Address, c.PostCode = nullText(n.Name), nullText(n.Address), nullText(n.PostCode)
		c.Phone, c.Email = nullText(n.Phone), nullText(n.Email)
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
		plain.Loyalty.Updated = "0001-01-01T00:00:00Z" // encoding/json decodes it as the zero time
		decodeWire(plain, &list[i])
	}
	return list
}

// decodeWire converts a row as it goes over the wire into the client's type.
func decodeWire(row, into any) {
	if err := json.Unmarshal(fake.EncodeJSON(row), into); err != nil {
		panic("resicotest: " + err.Error())
	}
}

func (s *Server) createCustomer(c *call) (result, *rejection) {
	code, _ := c.body.Text("Code")
	created := s.customers.newCustomer(code, c.now)
	if s.customers.byCode[created.Code] != nil {
		c.body.AddProblem("Code", "belongs to another customer")
	}
	if err := s.fillCustomer(&created, c.body); err != nil {
		return result{}, err
	}
	s.customers.put(&created)
	return oneRow("Customers", object{{"Code", created.Code}}, created), nil
}

func (s *Server) updateCustomer(c *call) (result, *rejection) {
	old := s.customers.byCode[c.PathValue("code")]
	if old == nil {
		return result{}, newRejection(http.StatusNotFound, "there is no customer with this code")
	}
	changed := *old
	if err := s.fillCustomer(&changed, c.body); err != nil {
		return result{}, err
	}
	changed.Updated = c.now.Format(time.RFC3339)
	s.customers.put(&changed)
	return oneRow("Customers", object{{"Code", changed.Code}}, changed), nil
}

// fillCustomer copies the members of the body and validates the result.
func (s *Server) fillCustomer(c *customer, b *body) *rejection {
	for name, field := range map[string]*nullText{
		"Name": &c.Name, "Address": &c.Address, "PostCode": &c.PostCode, "Phone": &c.Phone, "Email": &c.Email,
	} {
		if value, given := b.Text(name); given {
			*field = nullText(value)
		}
	}
	if c.Email == "" && c.Phone == "" {
		b.AddProblem("Email", "is missing, and so is Phone; one of them is needed")
	}
	if c.Email != "" && !isEmail(string(c.Email)) {
		b.AddProblem("Email", "is not an e-mail address")
	}
	if c.Phone != "" && !isPhone(string(c.Phone)) {
		b.AddProblem("Phone", "is not a telephone number")
	}
	s.checkDuplicates(c, b)
	return b.fieldRejection()
}

// checkDuplicates rejects an e-mail or a phone that identifies another customer.
func (s *Server) checkDuplicates(c *customer, b *body) {
	for _, other := range s.customers.byEmail[emailKey(c.Email)] {
		if other.ID != c.ID {
			b.AddProblem("Email", "belongs to customer "+other.Code)
		}
	}
	for _, other := range s.customers.byPhone[phoneDigits(c.Phone)] {
		if other.ID != c.ID {
			b.AddProblem("Phone", "belongs to customer "+other.Code)
		}
	}
}

func isEmail(value string) bool {
	addr, err := mail.ParseAddress(value)
	return err == nil && addr.Address == value
}

func isPhone(value string) bool {
	rest := strings.TrimLeft(strings.TrimPrefix(value, "+"), "0123456789 -().")
	n := len(phoneDigits(nullText(value)))
	return rest == "" && n >= 5 && n <= 15
}

func phoneDigits(phone nullText) string {
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, string(phone))
}

package virtpostest

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire/internal/fake"
	"github.com/shelfwire/shelfwire/virtpos"
)

// Customer is a customer.
type Customer struct {
	virtpos.Customer

	ExternalID string            // in the company's accounting system; may be empty. No response shows it
	Cards      []virtpos.Element // sent with the parameter cards; their form is made up by the test
	Bonuses    []virtpos.Element // sent with the parameter bonuses, likewise
}

func customerID(c *Customer) *int64 { return &c.ID }

// AddCustomers adds customers, or replaces those with the same ID, and returns their ids.
func (s *Server) AddCustomers(customers ...Customer) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.store.customers.add(customers, customerID)
}

// DeleteCustomers deletes customers.
func (s *Server) DeleteCustomers(ids ...int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.store.customers.remove(ids, customerID)
}

// listCustomers responds with the customers that a call selects, or with a page of them.
func (s *Server) listCustomers(c *call) (fake.Response, *rejection) {
	if err := c.checkID(); err != nil {
		return fake.Response{}, err
	}
	selected := selectFrom(slices.Values(s.store.customers.list), func(customer *Customer) bool {
		return c.matchesID(customer.ID, customer.ExternalID) && c.matchesCustomer(customer)
	})
	selected, err := c.cutPage(selected)
	if err != nil {
		return fake.Response{}, err
	}
	if most := c.quirks.customerCap; most > 0 {
		selected = selected[:min(len(selected), most)]
	}
	write := func(d document, customer *Customer) {
		customer.writeTo(d, c.param("cards") == "true", c.param("bonuses") == "true")
	}
	return respondSection(c, sectionList{name: "customer", list: "customers", element: "customer"}, selected,
		func(customer *Customer) int64 { return customer.ID }, write), nil
}

// matchesCustomer compares telephone numbers by their digits.
func (c *call) matchesCustomer(customer *Customer) bool {
	phone, email, withPhone := c.param("phone"), c.param("email"), c.param("with_phone")
	return (phone == "" || digitsOf(phone) == digitsOf(customer.Phone)) &&
		(email == "" || email == customer.Email) &&
		(withPhone == "" || (withPhone == "true") == (customer.Phone != ""))
}

func digitsOf(text string) string {
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, text)
}

// cutPage returns a page when one is asked for.
func (c *call) cutPage(selected []*Customer) ([]*Customer, *rejection) {
	if c.param("page") == "" {
		return selected, nil
	}
	page, err := strconv.Atoi(c.param("page"))
	size, sizeErr := strconv.Atoi(c.param("page_size"))
	if err != nil || sizeErr != nil || page < 1 || size < 1 {
		return nil, newRejection("page and page_size are whole numbers above zero")
	}
	last := max((len(selected)+size-1)/size, 1)
	if page > last && c.quirks.pastTheEnd == LastPage {
		page = last
	}
	begin := min((page-1)*size, len(selected))
	return selected[begin:min(begin+size, len(selected))], nil
}

func (c *Customer) writeTo(d document, withCards, withBonuses bool) {
	d.writeInt("id", c.ID)
	d.writeText("fname", c.FirstName)
	d.writeText("lname", c.LastName)
	d.writeText("mname", c.MiddleName)
	writeID(d, "age", int64(c.Age))
	d.writeText("email", c.Email)
	d.writeText("phone", c.Phone)
	d.writeText("gender", c.Gender)
	d.writeText("custom_information", c.CustomInformation)
	writeID(d, "birth_day", int64(c.BirthDay))
	writeID(d, "birth_month", int64(c.BirthMonth))
	writeID(d, "birth_year", int64(c.BirthYear))
	d.writeText("register_date", string(c.Registered))
	writeDecimal(d, "accumulated_sales", c.AccumulatedSales)
	writeElements(d, c.Extra)
	if withCards {
		writeElements(d, c.Cards)
	}
	if withBonuses {
		writeElements(d, c.Bonuses)
	}
}

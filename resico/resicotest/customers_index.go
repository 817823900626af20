package resicotest

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// customerIndex holds the customers in the order of their creation, and finds them. It is guarded by the
// server's lock. Customers in it are immutable; a changed customer is another one with the same ID.
type customerIndex struct {
	list    []*customer // the customer with the ID n is the nth
	byCode  map[string]*customer
	byEmail map[string][]*customer // by emailKey; several may have been added with the same one
	byPhone map[string][]*customer // by digits
}

// newCustomer returns a customer to be added with put. An empty code is replaced by a number.
func (cs *customerIndex) newCustomer(code string, now time.Time) customer {
	created := now.Format(time.RFC3339)
	c := customer{
		ID: int64(len(cs.list)) + 1, Code: code, DefaultSOType: "local", LoyaltyCards: []string{},
		Created: created, Updated: created,
	}
	for n := c.ID; c.Code == ""; n++ {
		if free := strconv.FormatInt(n, 10); cs.byCode[free] == nil {
			c.Code = free
		}
	}
	return c
}

// put adds a customer, or replaces the one with the same ID.
func (cs *customerIndex) put(c *customer) {
	if cs.byCode == nil {
		cs.byCode = map[string]*customer{}
		cs.byEmail, cs.byPhone = map[string][]*customer{}, map[string][]*customer{}
	}
	if at := int(c.ID) - 1; at < len(cs.list) {
		removeFrom(cs.byEmail, emailKey(cs.list[at].Email), cs.list[at])
		removeFrom(cs.byPhone, phoneDigits(cs.list[at].Phone), cs.list[at])
		cs.list[at] = c
	} else {
		cs.list = append(cs.list, c)
	}
	cs.byCode[c.Code] = c
	addTo(cs.byEmail, emailKey(c.Email), c)
	addTo(cs.byPhone, phoneDigits(c.Phone), c)
}

// addTo adds a customer to an index, unless the key is empty.
func addTo(index map[string][]*customer, key string, c *customer) {
	if key != "" {
		index[key] = append(index[key], c)
	}
}

func removeFrom(index map[string][]*customer, key string, c *customer) {
	index[key] = slices.DeleteFunc(index[key], func(other *customer) bool { return other == c })
}

// emailKey makes e-mail addresses equal that differ in the case of their letters.
func emailKey(email nullText) string { return strings.ToLower(string(email)) }

package resicotest

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// customers holds the customers in the order of their creation, and finds them. It is guarded by the server's lock. A
// customer in it never changes; a changed customer is another one with the same ID.
type customers struct {
	list    []*customer // the customer with the ID n is the nth
	byCode  map[string]*customer
	byEmail map[string][]*customer // by emailKey; several may have been added with the same one
	byPhone map[string][]*customer // by digits
}

// create returns a new customer, which it does not add. Without a code it gets a number for one.
func (cs *customers) create(code string, now time.Time) customer {
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
func (cs *customers) put(c *customer) {
	if cs.byCode == nil {
		cs.byCode = map[string]*customer{}
		cs.byEmail, cs.byPhone = map[string][]*customer{}, map[string][]*customer{}
	}
	if at := int(c.ID) - 1; at < len(cs.list) {
		removeFrom(cs.byEmail, emailKey(cs.list[at].Email), cs.list[at])
		removeFrom(cs.byPhone, digits(cs.list[at].Phone), cs.list[at])
		cs.list[at] = c
	} else {
		cs.list = append(cs.list, c)
	}
	cs.byCode[c.Code] = c
	addTo(cs.byEmail, emailKey(c.Email), c)
	addTo(cs.byPhone, digits(c.Phone), c)
}

// addTo leaves out what has no key.
func addTo(index map[string][]*customer, key string, c *customer) {
	if key != "" {
		index[key] = append(index[key], c)
	}
}

func removeFrom(index map[string][]*customer, key string, c *customer) {
	index[key] = slices.DeleteFunc(index[key], func(other *customer) bool { return other == c })
}

// emailKey makes e-mail addresses equal that differ in the case of their letters.
func emailKey(email text) string { return strings.ToLower(string(email)) }

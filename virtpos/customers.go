package virtpos

import (
	"net/http"
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

var opAllCustomers = call.Op{
	Name: "Customers.All", Method: http.MethodPost, Effect: shelfwire.EffectRead, FirstByteTimeout: slowFirstByte,
}

// CustomersService reads customers: the vendor's page "API :: Customer", https://wiki.virtualpos.ru/doc:dev:api:customer.
// It is safe for concurrent use.
type CustomersService struct{ service }

// Customer is a customer. The id is always there; any other field may be empty.
type Customer struct {
	ID                              int64 // in VirtualPOS
	FirstName, LastName, MiddleName string
	Email, Phone                    string // as they were typed in
	Gender                          string // "F" in the vendor's sample; other codes are not documented
	Age                             int    // in years; 0 for none
	BirthDay, BirthMonth, BirthYear int    // each may be 0 for none
	CustomInformation               string
	Registered                      Timestamp
	AccumulatedSales                shelfwire.Opt[shelfwire.Decimal] `json:",omitzero"` // in the company's currency

	// Extra are the elements unknown to this package, in the order of the response: cards and bonuses among them, whose form
	// is not documented.
	Extra []Element
	// Unread are the members whose form could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// CustomerQuery selects customers. The zero value selects all of them.
type CustomerQuery struct {
	ID         int64               // only this one, by its id in VirtualPOS; 0 for all
	ExternalID string              // only this one, by its id in the company's accounting system; not together with ID
	Phone      string              // only with this telephone number, in any form
	Email      string              // only with this e-mail address
	WithPhone  shelfwire.Opt[bool] // only with a telephone number, or only without; not null
	Cards      bool                // adds the loyalty cards, in Extra
	Bonuses    bool                // adds the balances of bonuses, in Extra
	Format     Format              // FormatXML when empty
}

func (q *CustomerQuery) validate(problems *check.Problems) {
	validateIDs(problems, "ID", q.ID, "ExternalID", q.ExternalID)
	problems.Text("Phone", q.Phone)
	problems.Text("Email", q.Email)
	if q.WithPhone.IsNull() {
		problems.Add("WithPhone", "must not be null")
	}
	q.Format.validate(problems)
}

// toParams returns the parameters of a page of a size; page 0 asks for no page.
func (q *CustomerQuery) toParams(page, size int) params {
	p := q.Format.newParams()
	refOf(q.ID, q.ExternalID).selectIn(p.queryOnly)
	set := func(name, value string) {
		if value != "" {
			p.queryOrBody.Set(name, value)
		}
	}
	set("phone", q.Phone)
	set("email", q.Email)
	if withPhone, ok := q.WithPhone.Get(); ok {
		set("with_phone", strconv.FormatBool(withPhone))
	}
	if q.Cards {
		set("cards", "true")
	}
	if q.Bonuses {
		set("bonuses", "true")
	}
	if page > 0 {
		set("page", strconv.Itoa(page))
		set("page_size", strconv.Itoa(size))
	}
	return p
}

// selectsOne reports whether the query asks for one customer, so that there are no further pages.
func (q *CustomerQuery) selectsOne() bool { return q.ID != 0 || q.ExternalID != "" }

var customerType = newRecordType(recordType[Customer]{
	section: &customerSection,
	id:      func(c *Customer) *int64 { return &c.ID },
	extra:   func(c *Customer) *[]Element { return &c.Extra },
	unread:  func(c *Customer) *[]shelfwire.Unread { return &c.Unread },
	members: []member[Customer]{
		newMember("id", func(c *Customer) *int64 { return &c.ID }, readID),
		newMember("fname", func(c *Customer) *string { return &c.FirstName }, readText),
		newMember("lname", func(c *Customer) *string { return &c.LastName }, readText),
		newMember("mname", func(c *Customer) *string { return &c.MiddleName }, readText),
		newMember("email", func(c *Customer) *string { return &c.Email }, readText),
		newMember("phone", func(c *Customer) *string { return &c.Phone }, readText),
		newMember("gender", func(c *Customer) *string { return &c.Gender }, readText),
		newMember("age", func(c *Customer) *int { return &c.Age }, readSmallNumber),
		newMember("birth_day", func(c *Customer) *int { return &c.BirthDay }, readSmallNumber),
		newMember("birth_month", func(c *Customer) *int { return &c.BirthMonth }, readSmallNumber),
		newMember("birth_year", func(c *Customer) *int { return &c.BirthYear }, readSmallNumber),
		newMember("custom_information", func(c *Customer) *string { return &c.CustomInformation }, readText),
		newMember("register_date", func(c *Customer) *Timestamp { return &c.Registered }, readTimestamp),
		newMember("accumulated_sales", func(c *Customer) *optDecimal { return &c.AccumulatedSales }, readDecimal),
	},
})

package web

import (
	"crypto/rand"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// orderForm is the form of an order as far as it is filled in.
type orderForm struct {
	Token   string            // names the form, so that it can be an order once only
	Price   shelfwire.Decimal // of one unit, as it was shown beside the form
	Fields  []field
	Problem string // with all of it
	Placed  *placedOrder

	OtherPrice string // says that the price is not what was shown; empty when it is
	isPriced   bool   // a page has shown a price
}

// placedOrder is the order that a form has become before it was sent again with something else in it.
type placedOrder struct {
	ID      int64
	Address string // of its page
	Lines   []shop.Line
}

// field is one of its fields.
type field struct {
	Name, Label, Hint string
	Type              string // of the input
	Autocomplete      string // what a browser can fill in
	Optional          bool
	Most              int // characters
	Value             string
	Error             string

	check func(value string) string // what is wrong with a value; nil for nothing that can be
}

// DescribedBy names the texts about a field, for those who do not see them beside it.
func (f field) DescribedBy() string {
	var texts []string
	if f.Hint != "" {
		texts = append(texts, f.Name+"-hint")
	}
	if f.Error != "" {
		texts = append(texts, f.Name+"-error")
	}
	return strings.Join(texts, " ")
}

func newOrderForm() *orderForm {
	return &orderForm{Token: rand.Text(), Fields: []field{
		{Name: "quantity", Label: "Quantity", Type: "text", Autocomplete: "off", Most: 5, Value: "1", check: checkQuantity},
		{Name: "name", Label: "Name", Type: "text", Autocomplete: "name", Most: 100},
		{Name: "email", Label: "E-mail", Type: "email", Autocomplete: "email", Most: 254, check: checkEmail},
		{
			Name: "phone", Label: "Phone", Type: "tel", Autocomplete: "tel", Most: 30, Optional: true, check: checkPhone,
			Hint: "Such as +371 11000099",
		},
		{Name: "address", Label: "Address", Type: "text", Autocomplete: "street-address", Most: 200},
		{Name: "postcode", Label: "Post code", Type: "text", Autocomplete: "postal-code", Most: 12, check: checkPostCode},
	}}
}

var tokenForm = regexp.MustCompile(`^[A-Z2-7]{26,32}$`) // what rand.Text makes

// fill takes over what was typed, and checks it.
func (f *orderForm) fill(values url.Values) {
	if token := values.Get("form"); tokenForm.MatchString(token) {
		f.Token = token
	} else {
		f.Problem = "This form has lost its number. Please look it over and send it again."
	}
	var err error
	f.Price, err = shelfwire.ParseDecimal(values.Get("price"))
	if f.isPriced = err == nil; !f.isPriced {
		f.Problem = "This form has lost its price. Please look it over and send it again."
	}
	for i := range f.Fields {
		f.Fields[i].fill(values.Get(f.Fields[i].Name))
	}
}

func (f *field) fill(text string) {
	f.Value = strings.TrimSpace(clean(text))
	switch {
	case strings.ContainsFunc(text, isUnprintable):
		f.Error = f.Label + " has characters in it that cannot be printed. They are left out now; look it over."
	case f.Value == "" && !f.Optional:
		f.Error = "Enter " + f.what()
	case utf8.RuneCountInString(f.Value) > f.Most:
		f.Error = fmt.Sprintf("%s must have at most %d characters", f.Label, f.Most)
	case f.Value != "" && f.check != nil:
		f.Error = f.check(f.Value)
	}
}

func (f *field) what() string {
	switch f.Name {
	case "quantity":
		return "how many you want"
	case "email":
		return "an e-mail address"
	case "address":
		return "an address"
	default:
		return "a " + strings.ToLower(f.Label)
	}
}

// value returns what was typed into a field.
func (f *orderForm) value(name string) string {
	for _, field := range f.Fields {
		if field.Name == name {
			return field.Value
		}
	}
	return ""
}

// reject puts an error beside a field.
func (f *orderForm) reject(name, reason string) {
	for i := range f.Fields {
		if f.Fields[i].Name == name {
			f.Fields[i].Error = reason
		}
	}
}

// errors are the fields that have one.
func (f *orderForm) errors() (list []field) {
	for _, field := range f.Fields {
		if field.Error != "" {
			list = append(list, field)
		}
	}
	return list
}

// showPrice puts the price of now beside the form. One that is not what was shown is not changed in silence, whatever else was
// wrong.
func (s *site) showPrice(f *orderForm, now shelfwire.Decimal) {
	if f.isPriced && !f.Price.Equal(now) {
		f.OtherPrice = fmt.Sprintf("The price has changed since this page was shown: it was %s, and it is %s now.",
			s.money(f.Price), s.money(now))
	}
	f.Price = now
}

package resico

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// Meta is what every response carries beside its payload.
type Meta struct {
	// ServerTime is the server's clock, as it seems when the request began; zero when the response did not say.
	ServerTime time.Time
	// Warning is what the server complained about while it did what was asked.
	Warning Warning
}

// Warning is the part "warning" of a response. Only the member "unknown" is documented, by one example.
type Warning struct {
	// Unknown names the fields of the request that the server did not know and ignored.
	Unknown []string
	// Raw is the whole warning as it came.
	Raw json.RawMessage
}

// IsZero reports whether there was no warning.
func (w Warning) IsZero() bool { return len(w.Raw) == 0 }

// String says what the warning is about.
func (w Warning) String() string {
	if len(w.Unknown) > 0 {
		return "unknown fields: " + strings.Join(w.Unknown, ", ")
	}
	return string(w.Raw)
}

// clear takes keys out of what the server may have repeated.
func (w *Warning) clear(redact func(string) string) {
	for i := range w.Unknown {
		w.Unknown[i] = redact(w.Unknown[i])
	}
	if clean := redact(string(w.Raw)); clean != string(w.Raw) {
		if w.Raw = json.RawMessage(clean); !json.Valid(w.Raw) {
			w.Raw = json.RawMessage(strconv.Quote(clean))
		}
	}
}

var warningFields = lenientjson.NewFields(map[string]func(*Warning, lenientjson.Member){
	"unknown": func(w *Warning, m lenientjson.Member) { m.Texts(&w.Unknown) },
})

func readWarning(into *Warning, m lenientjson.Member) {
	*into = Warning{}
	if m.IsNothing() {
		return
	}
	if m.IsObject() {
		lenientjson.ReadObject(m, warningFields, into)
	}
	m.Raw(&into.Raw)
}

// envelope is the outer form of every response.
type envelope struct {
	Meta
	status  string
	typ     string
	fields  lenientjson.Value  // an echo, which repeats the key of the thing that the call was about
	payload lenientjson.Member // beside the rest, under a name that "type" holds
	body    lenientjson.Value
	notes   lenientjson.Notes
}

// responseType is the type of a response, which is the name of its payload, too.
type responseType struct {
	name   string
	key    string // the member that identifies a row
	fields *lenientjson.Fields[envelope]
}

func newResponseType(name, key string) *responseType {
	return &responseType{name: name, key: key, fields: lenientjson.NewFields(
		map[string]func(*envelope, lenientjson.Member){
			"status":  func(e *envelope, m lenientjson.Member) { e.status = trimmedText(m.Value) },
			"type":    func(e *envelope, m lenientjson.Member) { e.typ = trimmedText(m.Value) },
			"time":    func(e *envelope, m lenientjson.Member) { m.Time(&e.ServerTime) },
			"warning": func(e *envelope, m lenientjson.Member) { readWarning(&e.Warning, m) },
			"fields":  func(e *envelope, m lenientjson.Member) { e.fields = m.Value },
			name:      func(e *envelope, m lenientjson.Member) { e.payload = m },
		})}
}

// The types of responses.
var (
	productsResponse  = newResponseType("Products", "SKU")
	balanceResponse   = newResponseType("ProductsBalance", "SKU")
	customersResponse = newResponseType("Customers", "Code")
	invoiceResponse   = newResponseType("Salesinvoice", "ID")
	lineResponse      = newResponseType("SalesinvoiceLine", "ID")
)

var knownTypes = [...]*responseType{
	productsResponse, balanceResponse, customersResponse, invoiceResponse, lineResponse,
}

func isKnownType(name string) bool {
	for _, t := range knownTypes {
		if strings.EqualFold(name, t.name) {
			return true
		}
	}
	return false
}

// trimmedText is empty for a value that is no text.
func trimmedText(v lenientjson.Value) string {
	text, _ := v.Text()
	return strings.TrimSpace(text)
}

// parse reads the envelope of a response. What it returns points into the body.
func (s *service) parse(body []byte, t *responseType) (*envelope, error) {
	value, err := lenientjson.Parse(body)
	if err != nil {
		return nil, err
	}
	e := &envelope{body: value, notes: lenientjson.Notes{Zone: s.zone, Redact: s.caller.Redact}}
	if !t.fields.Read(&e.notes, value, e, nil) {
		return nil, errors.New("the response is not an object")
	}
	e.Warning.clear(s.caller.Redact)
	return e, nil
}

// check returns nil when the envelope has every mark of success that the provider gives: its status, the type that was
// asked for and the payload.
func (e *envelope) check(t *responseType) error {
	switch {
	case e.status == "":
		return errors.New("the response has no status")
	case !isOK(e.status):
		return e.failure(t)
	case !e.isOf(t):
		return fmt.Errorf("the response is of type %q, not %q", e.typ, t.name)
	case e.payload.IsNothing():
		return fmt.Errorf("the response has no %s", t.name)
	}
	return nil
}

func (e *envelope) isOf(t *responseType) bool { return strings.EqualFold(e.typ, t.name) }

// failure reads a response with a success status whose own status is not "ok". Only a plain word for failure without
// a row in the payload is a rejection: the form is not documented, and a write that may have happened must not be taken
// for one that did not. Another word is not known to be the provider's at all.
func (e *envelope) failure(t *responseType) error {
	said := explanation(e.body)
	if said.Message == "" {
		said.Message = fmt.Sprintf("the provider answered with status %q", e.status)
	}
	if !isFailure(e.status) {
		return fmt.Errorf("the status is %q, not \"ok\": %s", e.status, said.Message)
	}
	said.Code = e.status
	if !e.hasRow(t) {
		said.Outcome = shelfwire.OutcomeRefused
	}
	return &said
}

// warn logs what the server complained about, and what could not be read.
func (s *service) warn(ctx context.Context, op call.Op, warning Warning, unread []shelfwire.Unread) {
	if !warning.IsZero() {
		s.caller.Warn(ctx, op, warning.String())
	}
	var counts call.UnreadCounts
	counts.Add(unread)
	s.caller.WarnUnread(ctx, op, counts)
}

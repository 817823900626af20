package resico

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// envelope is the outer form of every response.
type envelope struct {
	Meta
	status   string
	typeName string
	echo     lenientjson.Value  // the member "fields", which repeats the key of the record
	payload  lenientjson.Member // the member that "type" names
	row      lenientjson.Value  // the record in the response to a write
	body     lenientjson.Value
	notes    lenientjson.Notes
}

// responseType describes the responses of one "type", which is also the name of the payload.
type responseType struct {
	name   string
	key    string // the member that identifies a row
	fields *lenientjson.Fields[envelope]
}

func newResponseType(name, key string) *responseType {
	return &responseType{name: name, key: key, fields: lenientjson.NewFields(
		map[string]func(*envelope, lenientjson.Member){
			"status":  func(e *envelope, m lenientjson.Member) { e.status = trimmedText(m.Value) },
			"type":    func(e *envelope, m lenientjson.Member) { e.typeName = trimmedText(m.Value) },
			"time":    func(e *envelope, m lenientjson.Member) { m.Time(&e.ServerTime) },
			"warning": func(e *envelope, m lenientjson.Member) { readWarning(&e.Warning, m) },
			"fields":  func(e *envelope, m lenientjson.Member) { e.echo = m.Value },
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

// trimmedText returns a text without outer spaces; empty for a value of another type.
func trimmedText(v lenientjson.Value) string {
	text, _ := v.Text()
	return strings.TrimSpace(text)
}

// parseEnvelope parses the envelope of a response. The result points into the body.
func (s *service) parseEnvelope(body []byte, t *responseType) (*envelope, error) {
	value, err := lenientjson.Parse(body)
	if err != nil {
		return nil, err
	}
	e := &envelope{body: value, notes: lenientjson.Notes{Zone: s.zone, Redact: s.caller.Redact}}
	if !t.fields.Read(&e.notes, value, e, nil) {
		return nil, errors.New("the response is not an object")
	}
	e.Warning.redactSecrets(s.caller.Redact)
	return e, nil
}

// checkSuccess returns nil when the envelope has every sign of success: the status "ok", the expected type
// and a payload.
func (e *envelope) checkSuccess(t *responseType) error {
	switch {
	case e.status == "":
		return errors.New("the response has no status")
	case !isOKStatus(e.status):
		return e.statusError(t)
	case !e.hasType(t):
		return fmt.Errorf("the response is of type %q, not %q", e.typeName, t.name)
	case e.payload.IsEmpty():
		return fmt.Errorf("the response has no %s", t.name)
	}
	return nil
}

// member returns a member of the record, or else of its echo.
func (e *envelope) member(name string) lenientjson.Value {
	if member := e.row.Member(name); trimmedText(member) != "" {
		return member
	}
	return e.echo.Member(name)
}

func (e *envelope) hasType(t *responseType) bool { return strings.EqualFold(e.typeName, t.name) }

// statusError describes a response with a 2xx status whose member "status" is not "ok". It is a rejection
// only when that member is a plain word for failure and the payload has no row; otherwise the write may have
// happened. Other words are malformed: they may come from another sender.
func (e *envelope) statusError(t *responseType) error {
	apiErr := parseAPIError(e.body)
	if apiErr.Message == "" {
		apiErr.Message = fmt.Sprintf("the provider answered with status %q", e.status)
	}
	if !isFailureStatus(e.status) {
		return fmt.Errorf("the status is %q, not \"ok\": %s", e.status, apiErr.Message)
	}
	apiErr.Code = e.status
	if !e.hasRow(t) {
		apiErr.Outcome = shelfwire.OutcomeRejected
	}
	return &apiErr
}

package shopinventorytest

import (
	"net/http"
	"strings"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// The names of rejections that a status alone does not have.
const (
	undefinedField  = "undefined_field"
	undefinedFilter = "undefined_filter"
	readOnlyField   = "readonly_field"
	invalidValue    = "invalid_value"
	conflict        = "conflicting_fields"
	notAlterable    = "not_alterable"
)

// rejection is a failed call.
type refusal struct {
	status  int
	header  http.Header
	Name    string         `json:"name"`
	Message string         `json:"message"`
	Details map[string]any `json:"details"`
}

// reject is a rejection that is named after its status, such as "not_found".
func refuse(status int, message string) *refusal {
	name := strings.ReplaceAll(strings.ToLower(http.StatusText(status)), " ", "_")
	return &refusal{status: status, Name: name, Message: message, Details: map[string]any{}}
}

// refuseField rejects a member of the body.
func refuseField(name, field, message string) *refusal {
	r := refuse(http.StatusBadRequest, message)
	r.Name = name
	return r.with("field", field)
}

// undefined is worded as the shop does it.
func undefined(name, what, field string) *refusal {
	return refuseField(name, field, "No such "+what+" `"+field+"` defined")
}

func (r *refusal) with(detail string, value any) *refusal {
	r.Details[detail] = value
	return r
}

func (r *refusal) reply() fake.Response {
	return fake.Response{Status: r.status, Header: r.header, Body: fake.Encode(map[string]*refusal{"error": r})}
}

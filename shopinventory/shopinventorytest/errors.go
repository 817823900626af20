package shopinventorytest

import (
	"net/http"
	"strings"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// The names of rejections that are more specific than a status.
const (
	undefinedField  = "undefined_field"
	undefinedFilter = "undefined_filter"
	readOnlyField   = "readonly_field"
	invalidValue    = "invalid_value"
	conflict        = "conflicting_fields"
	notAlterable    = "not_alterable"
)

// rejection is the error of a failed call.
type rejection struct {
	status  int
	header  http.Header
	Name    string         `json:"name"`
	Message string         `json:"message"`
	Details map[string]any `json:"details"`
}

// newRejection returns a rejection that is named after its status, such as "not_found".
func newRejection(status int, message string) *rejection {
	name := strings.ReplaceAll(strings.ToLower(http.StatusText(status)), " ", "_")
	return &rejection{status: status, Name: name, Message: message, Details: map[string]any{}}
}

// rejectField rejects a member of the body.
func rejectField(name, field, message string) *rejection {
	r := newRejection(http.StatusBadRequest, message)
	r.Name = name
	return r.withDetail("field", field)
}

// rejectUndefined rejects an unknown name, in the shop's words.
func rejectUndefined(name, what, field string) *rejection {
	return rejectField(name, field, "No such "+what+" `"+field+"` defined")
}

func (r *rejection) withDetail(detail string, value any) *rejection {
	r.Details[detail] = value
	return r
}

// encodeResponse returns the response with the shop's error object.
func (r *rejection) encodeResponse() fake.Response {
	return fake.Response{Status: r.status, Header: r.header, Body: fake.EncodeJSON(map[string]*rejection{"error": r})}
}

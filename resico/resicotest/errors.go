package resicotest

import (
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// rejection is a failed call. The form is undocumented: this is the envelope, with Laravel's members for the
// problems.
type rejection struct {
	status  int
	Status  string              `json:"status,omitempty"` // empty when the framework responds before the application
	Message string              `json:"message"`
	Errors  map[string][]string `json:"errors,omitempty"` // by field
}

// newRejection returns an error of the application.
func newRejection(status int, message string) *rejection {
	return &rejection{status: status, Status: "error", Message: message}
}

// rejectEarly returns an error of Laravel itself, for a request that fails before the application gets it.
func rejectEarly(status int, message string) *rejection {
	return &rejection{status: status, Message: message}
}

// rejectFields rejects fields of the request. The message names the first one.
func rejectFields(problems map[string][]string) *rejection {
	first := slices.Min(slices.Collect(maps.Keys(problems)))
	r := newRejection(http.StatusUnprocessableEntity, first+" "+problems[first][0])
	if len(problems) > 1 {
		r.Message += fmt.Sprintf(" (and %d more)", len(problems)-1)
	}
	r.Errors = problems
	return r
}

func (r *rejection) encodeResponse() fake.Response {
	return fake.Response{Status: r.status, Body: fake.EncodeJSON(r)}
}

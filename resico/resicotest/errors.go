package resicotest

import (
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// rejection is a failed call. The vendor documents no form: this is the envelope, with the members that Laravel has for
// what is wrong.
type refusal struct {
	status  int
	Status  string              `json:"status,omitempty"` // empty where the framework answers before the application
	Message string              `json:"message"`
	Errors  map[string][]string `json:"errors,omitempty"` // by field
}

func refuse(status int, message string) *refusal {
	return &refusal{status: status, Status: "error", Message: message}
}

// refuseEarly is Laravel's own answer, for a request that does not reach the application.
func refuseEarly(status int, message string) *refusal {
	return &refusal{status: status, Message: message}
}

// refuseFields rejects fields of the request. The message names the first one.
func refuseFields(problems map[string][]string) *refusal {
	first := slices.Min(slices.Collect(maps.Keys(problems)))
	r := refuse(http.StatusUnprocessableEntity, first+" "+problems[first][0])
	if len(problems) > 1 {
		r.Message += fmt.Sprintf(" (and %d more)", len(problems)-1)
	}
	r.Errors = problems
	return r
}

func (r *refusal) reply() fake.Response { return fake.Response{Status: r.status, Body: fake.Encode(r)} }

package erpxttest

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// rejected is a failed call, in one of the provider's forms.
type refused interface{ reply() fake.Response }

// rejection is the form of everything but tokens.
type refusal struct {
	status     int
	Message    string              `json:"Message"`
	Data       json.RawMessage     `json:"Data,omitempty"`
	Code       string              `json:"Code,omitempty"`
	ModelState map[string][]string `json:"ModelState,omitempty"` // by member of the body
}

// reject words a rejection as the provider's framework does, which has no codes.
func refuse(status int, message string) *refusal { return &refusal{status: status, Message: message} }

// refuseCode words a rejection as the provider does itself.
func refuseCode(status int, code, message string) *refusal {
	return &refusal{status: status, Message: message, Code: code}
}

// RouterNotFound is what the router of the provider's framework answers under 404 for an address that it does not know,
// such as one below a wrong base URL. It says nothing about a product. The server answers so, too; as a fault of a known
// address it is faults.JSON(404, erpxttest.RouterNotFound).
const RouterNotFound = `{"Message":"No HTTP resource was found that matches the request URI.",` +
	`"MessageDetail":"No type was found that matches the controller of that name."}`

func (r *refusal) reply() fake.Response {
	reply := fake.Response{Status: r.status, Body: fake.Encode(r)}
	if r.status == http.StatusUnauthorized {
		reply.Header = http.Header{"Www-Authenticate": {"Bearer"}}
	}
	return reply
}

// refuseModel rejects members of the body. The message names the first one.
func refuseModel(problems map[string][]string) *refusal {
	names := slices.Sorted(maps.Keys(problems))
	first := names[0]
	r := refuse(http.StatusBadRequest, first+" "+strings.Join(problems[first], ", "))
	r.ModelState = problems
	return r
}

// unknownProduct is how the provider says that there is no such product: under 400.
func unknownProduct(id string) *refusal {
	return &refusal{
		status:  http.StatusBadRequest,
		Message: "there is no row with this identifier: Product#" + id,
		Data: fake.Encode(struct {
			EntityID   string `json:"EntityId"`
			EntityName string `json:"EntityName"`
		}{id, "Product"}),
		Code: "EntityNotFoundException",
	}
}

// badOption rejects an option of a query, such as $filter.
func badOption(option string, err error) *refusal {
	return &refusal{
		status:  http.StatusBadRequest,
		Message: option + ": " + err.Error(),
		Data:    fake.Encode(map[string]string{"Option": option}),
		Code:    "ODataException",
	}
}

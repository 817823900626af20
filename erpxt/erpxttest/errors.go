package erpxttest

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// rejection is the error of a rejected call, in one of the provider's forms.
type rejection interface{ encodeResponse() fake.Response }

// apiError is the form of every error but those of the token endpoint.
type apiError struct {
	status     int
	Message    string              `json:"Message"`
	Data       json.RawMessage     `json:"Data,omitempty"`
	Code       string              `json:"Code,omitempty"`
	ModelState map[string][]string `json:"ModelState,omitempty"` // by member of the body
}

// newRejection returns an error of the provider's framework, which has no codes.
func newRejection(status int, message string) *apiError {
	return &apiError{status: status, Message: message}
}

// newRejectionWithCode returns an error of the provider's own, which has a code.
func newRejectionWithCode(status int, code, message string) *apiError {
	return &apiError{status: status, Message: message, Code: code}
}

// RouterNotFound is the body of a 404 from the router of the provider's framework, for a path that it does not know,
// such as one below a wrong base URL. The server responds so, too; as a fault of a known path it is faults.JSON(404,
// erpxttest.RouterNotFound).
const RouterNotFound = `{"Message":"No HTTP resource was found that matches the request URI.",` +
	`"MessageDetail":"No type was found that matches the controller of that name."}`

func (e *apiError) encodeResponse() fake.Response {
	response := fake.Response{Status: e.status, Body: fake.EncodeJSON(e)}
	if e.status == http.StatusUnauthorized {
		response.Header = http.Header{"Www-Authenticate": {"Bearer"}}
	}
	return response
}

// rejectFields rejects members of the body. Its message names the first one.
func rejectFields(problems map[string][]string) *apiError {
	names := slices.Sorted(maps.Keys(problems))
	first := names[0]
	e := newRejection(http.StatusBadRequest, first+" "+strings.Join(problems[first], ", "))
	e.ModelState = problems
	return e
}

// rejectUnknown is the provider's error for an unknown id, under the status 400.
func rejectUnknown(noun, id string) *apiError {
	return &apiError{
		status:  http.StatusBadRequest,
		Message: "there is no row with this identifier: " + noun + "#" + id,
		Data: fake.EncodeJSON(struct {
			EntityID   string `json:"EntityId"`
			EntityName string `json:"EntityName"`
		}{id, noun}),
		Code: "EntityNotFoundException",
	}
}

func rejectUnknownID(noun string, id int64) *apiError {
	return rejectUnknown(noun, strconv.FormatInt(id, 10))
}

// rejectOption rejects an option of a list, such as $filter.
func rejectOption(option string, err error) *apiError {
	return &apiError{
		status:  http.StatusBadRequest,
		Message: option + ": " + err.Error(),
		Data:    fake.EncodeJSON(map[string]string{"Option": option}),
		Code:    "ODataException",
	}
}

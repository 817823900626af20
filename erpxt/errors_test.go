package erpxt_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

// The provider's words, in every dialect in which they may come.
func TestErrorBodies(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		status  int
		body    string
		is      error
		code    string
		message string
		details string
	}{
		"not found": {400, notFound, shelfwire.ErrNotFound, "EntityNotFoundException",
			"No row with the given identifier exists[Product#7]", `{"EntityId":"7","EntityName":"Product"}`},
		"not found, 404":    {404, "", shelfwire.ErrNotFound, "", "", ""},
		"without Data":      {400, `{"Code":"QueryException","Message":"bad query"}`, shelfwire.ErrInvalid, "QueryException", "bad query", ""},
		"empty Data":        {400, `{"Code":"E","Message":"m","Data":{}}`, shelfwire.ErrInvalid, "E", "m", ""},
		"Data is a text":    {400, `{"Code":"E","Message":"m","Data":"d"}`, shelfwire.ErrInvalid, "E", "m", ""},
		"Data is null":      {400, `{"Code":"E","Message":"m","Data":null}`, shelfwire.ErrInvalid, "E", "m", ""},
		"a Code in figures": {400, `{"Code":17,"Message":"m"}`, shelfwire.ErrInvalid, "17", "m", ""},
		"a Code alone":      {400, `{"Code":"E"}`, shelfwire.ErrInvalid, "E", `{"Code":"E"}`, ""},
		"Message is a list": {400, `{"Code":"E","Message":["m"]}`, shelfwire.ErrInvalid, "E", `{"Code":"E","Message":["m"]}`, ""},
		"small letters":     {400, `{"code":"E","message":"m","data":{"a":1}}`, shelfwire.ErrInvalid, "E", "m", `{"a":1}`},
		"ModelState": {400, `{"Message":"The request is invalid.","ModelState":{"p.Rate":["unknown","odd"],"p.Name":["missing"]}}`,
			shelfwire.ErrInvalid, "", "The request is invalid. p.Name: missing; p.Rate: unknown odd",
			`{"p.Name":["missing"],"p.Rate":["unknown","odd"]}`},
		"ModelState alone": {400, `{"ModelState":{"p.Name":["missing"]}}`, shelfwire.ErrInvalid, "", "p.Name: missing", `{"p.Name":["missing"]}`},
		"ModelState, oddly": {400, `{"Message":"m","ModelState":{"p.Name":"missing","q":["x"]}}`, shelfwire.ErrInvalid, "", "m q: x",
			`{"p.Name":"missing","q":["x"]}`},
		"ModelState beside Data": {400, `{"Message":"m","Data":{"a":1},"ModelState":{"n":["x"]}}`, shelfwire.ErrInvalid, "", "m n: x", `{"a":1}`},
		"OAuth":                  {401, `{"error":"invalid_token","error_description":"expired"}`, shelfwire.ErrUnauthorized, "invalid_token", "expired", ""},
		"the framework's":        {401, `{"Message":"Authorization has been denied for this request."}`, shelfwire.ErrUnauthorized, "", "Authorization has been denied for this request.", ""},
		"blocked":                {403, "", shelfwire.ErrForbidden, "", "", ""},
		"an HTML page":           {405, "<!DOCTYPE html><html><head><title>Not allowed</title></head></html>", nil, "", "an HTML page titled Not allowed", ""},
		"text":                   {400, "bad\nrequest", shelfwire.ErrInvalid, "", "bad request", ""},
		"a JSON text":            {400, `"bad request"`, shelfwire.ErrInvalid, "", `"bad request"`, ""},
		"half a document":        {400, `{"Message":"b`, shelfwire.ErrInvalid, "", `{"Message":"b`, ""},
		"null":                   {400, `null`, shelfwire.ErrInvalid, "", `null`, ""},
		"a crash":                {500, `{"Message":"An error has occurred."}`, nil, "", "An error has occurred.", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := get(t.Context(), scripted(reply{tc.status, tc.body}).client(t))
			require.Error(t, err)
			if tc.is != nil {
				require.ErrorIs(t, err, tc.is)
			}
			e := clienttest.Error(t, err)
			assert.Equal(t, tc.status, e.StatusCode)
			assert.Equal(t, tc.code, e.Code)
			assert.Equal(t, tc.message, e.Message)
			if tc.details == "" {
				assert.Empty(t, e.Details)
			} else {
				assert.JSONEq(t, tc.details, string(e.Details))
			}
		})
	}
}

func TestNotFoundIsNotInvalid(t *testing.T) {
	t.Parallel()
	err := get(t.Context(), scripted(reply{400, notFound}).client(t))
	assert.NotErrorIs(t, err, shelfwire.ErrInvalid)
	err = get(t.Context(), scripted(reply{500, notFound}).client(t))
	assert.NotErrorIs(t, err, shelfwire.ErrNotFound, "a server error proves nothing")
	assert.EqualError(t, get(t.Context(), scripted(reply{400, notFound}).client(t)), "erpxt: Products.Get: 400 Bad Request: "+
		"EntityNotFoundException: No row with the given identifier exists[Product#7]: not found")
}

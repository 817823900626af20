package erpxt_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

// The error in a failing response is read in every form in which it may come, and attributed to its author.
func TestErrors_Bodies(t *testing.T) {
	t.Parallel()
	const code, message = `{"Code":"E"}`, `{"Code":"E","Message":["m"]}`
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
		"not found, small letters": {400, `{"message":"m","code":"EntityNotFoundException"}`, shelfwire.ErrNotFound, "EntityNotFoundException", "m", ""},
		"not found, 404 and empty": {404, "", shelfwire.ErrNotFound, "", "", ""},
		"not found, 404 and blank": {404, " \r\n", shelfwire.ErrNotFound, "", "", ""},
		"without Data":             {400, `{"Code":"QueryException","Message":"bad query"}`, shelfwire.ErrInvalid, "QueryException", "bad query", ""},
		"empty Data":               {400, `{"Code":"E","Message":"m","Data":{ }}`, shelfwire.ErrInvalid, "E", "m", ""},
		"Data is a list":           {400, `{"Code":"E","Message":"m","Data":[1]}`, shelfwire.ErrInvalid, "E", "m", `[1]`},
		"Data is a text":           {400, `{"Code":"E","Message":"m","Data":"d"}`, shelfwire.ErrInvalid, "E", "m", ""},
		"Data is null":             {400, `{"Code":"E","Message":"m","Data":null}`, shelfwire.ErrInvalid, "E", "m", ""},
		"a Code in figures":        {400, `{"Code":17,"Message":"m"}`, shelfwire.ErrInvalid, "17", "m", ""},
		"a Code alone":             {400, code, shelfwire.ErrInvalid, "E", code, ""},
		"Message is a list":        {400, message, shelfwire.ErrInvalid, "E", message, ""},
		"an exception in small letters": {400, `{"code":"StateException","message":"m","data":{"a":1}}`,
			shelfwire.ErrInvalid, "StateException", "m", `{"a":1}`},
		"two spellings": {400, `{"message":"theirs","Message":"ours","CODE":"x","Code":"E"}`, shelfwire.ErrInvalid, "E", "ours", ""},
		"ModelState": {400, `{"Message":"The request is invalid.","ModelState":{"p.Rate":["unknown","odd"],"p.Name":["missing"]}}`,
			shelfwire.ErrInvalid, "", "The request is invalid. p.Name: missing; p.Rate: unknown odd",
			`{"p.Name":["missing"],"p.Rate":["unknown","odd"]}`},
		"ModelState alone": {400, `{"ModelState":{"p.Name":["missing"]}}`, shelfwire.ErrInvalid, "", "p.Name: missing", `{"p.Name":["missing"]}`},
		"ModelState, oddly": {400, `{"Message":"m","ModelState":{"p.Name":"missing","q":["x"]}}`, shelfwire.ErrInvalid, "", "m q: x",
			`{"p.Name":"missing","q":["x"]}`},
		"ModelState beside Data": {400, `{"Message":"m","Data":{"a":1},"ModelState":{"n":["x"]}}`, shelfwire.ErrInvalid, "", "m n: x", `{"a":1}`},
		"ModelState, empty":      {400, `{"Message":"m","ModelState":{}}`, shelfwire.ErrMalformed, "", "m", ""},
		"OAuth":                  {401, `{"error":"invalid_token","error_description":"expired"}`, shelfwire.ErrUnauthorized, "invalid_token", "expired", ""},
		"the framework's":        {401, `{"Message":"Authorization has been denied for this request."}`, shelfwire.ErrUnauthorized, "", "Authorization has been denied for this request.", ""},
		"blocked":                {403, "", shelfwire.ErrForbidden, "", "", ""},
		"a conflict":             {409, `{"Code":"E","Message":"m"}`, shelfwire.ErrConflict, "E", "m", ""},
		"a crash":                {500, uncaught, nil, "", "An error has occurred.", ""},
		"a crash with details": {500, `{"Message":"An error has occurred.","ExceptionMessage":"Timeout.","StackTrace":"at"}`, nil, "",
			"An error has occurred. Timeout.", ""},

		"a message alone":      {400, `{"Message":"The request is invalid."}`, shelfwire.ErrMalformed, "", "The request is invalid.", ""},
		"a router's 404":       {404, routerNotFound, shelfwire.ErrMalformed, "", "No HTTP resource was found that matches the request URI. No type was found that matches the controller named 'products'.", ""},
		"a page's 404":         {404, loginPage, shelfwire.ErrMalformed, "", "an HTML page titled Log in", ""},
		"a bracket's 404":      {404, `{}`, shelfwire.ErrMalformed, "", "{}", ""},
		"another code's 404":   {404, `{"Code":"E","Message":"m"}`, shelfwire.ErrMalformed, "E", "m", ""},
		"ModelState's 404":     {404, `{"ModelState":{"n":["x"]}}`, shelfwire.ErrMalformed, "", "n: x", `{"n":["x"]}`},
		"another code's 410":   {410, `{"Code":"E","Message":"m"}`, shelfwire.ErrMalformed, "E", "m", ""},
		"a gateway's code":     {400, `{"code":"bad_request","message":"m"}`, shelfwire.ErrMalformed, "bad_request", "m", ""},
		"a gateway's number":   {404, `{"statusCode":404,"message":"Resource not found"}`, shelfwire.ErrMalformed, "", "Resource not found", ""},
		"a blog's router":      {404, `{"code":"rest_no_route","message":"m","data":{"status":404}}`, shelfwire.ErrMalformed, "rest_no_route", "m", `{"status":404}`},
		"an empty code":        {400, `{"Code":"","Message":"m"}`, shelfwire.ErrMalformed, "", "m", ""},
		"OAuth's about a call": {400, `{"error":"invalid_request"}`, shelfwire.ErrMalformed, "invalid_request", `{"error":"invalid_request"}`, ""},
		"an HTML page":         {405, "<!DOCTYPE html><html><head><title>Not allowed</title></head></html>", shelfwire.ErrMalformed, "", "an HTML page titled Not allowed", ""},
		"text":                 {400, "bad\nrequest", shelfwire.ErrMalformed, "", "bad request", ""},
		"nothing":              {400, "", shelfwire.ErrMalformed, "", "", ""},
		"a JSON text":          {400, `"bad request"`, shelfwire.ErrMalformed, "", `"bad request"`, ""},
		"half a document":      {400, `{"Code":"E","Message":"b`, shelfwire.ErrMalformed, "", `{"Code":"E","Message":"b`, ""},
		"null":                 {400, `null`, shelfwire.ErrMalformed, "", `null`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := getProduct(t.Context(), scriptedProvider(cannedResponse{tc.status, tc.body}).client(t))
			require.Error(t, err)
			for _, kind := range []error{
				shelfwire.ErrNotFound, shelfwire.ErrInvalid, shelfwire.ErrConflict, shelfwire.ErrMalformed,
				shelfwire.ErrUnauthorized, shelfwire.ErrForbidden,
			} {
				assert.Equal(t, kind == tc.is, errors.Is(err, kind), kind)
			}
			e := clienttest.RequireError(t, err)
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

func TestErrors_NotFoundIsNotInvalid(t *testing.T) {
	t.Parallel()
	err := getProduct(t.Context(), scriptedProvider(cannedResponse{400, notFound}).client(t))
	assert.NotErrorIs(t, err, shelfwire.ErrInvalid)
	err = getProduct(t.Context(), scriptedProvider(cannedResponse{500, notFound}).client(t))
	assert.NotErrorIs(t, err, shelfwire.ErrNotFound, "a server error proves nothing")
	assert.EqualError(t, getProduct(t.Context(), scriptedProvider(cannedResponse{400, notFound}).client(t)), "erpxt: Products.Get: 400 Bad Request: "+
		"EntityNotFoundException: No row with the given identifier exists[Product#7]: not found")
}

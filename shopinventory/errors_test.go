package shopinventory_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

// The origin of a failure decides about its meaning: only the shop's error object is the shop's.
func TestInventoryService_WhoseError(t *testing.T) {
	t.Parallel()
	const own, foreign = true, false
	for name, tc := range map[string]struct {
		body string
		own  bool
	}{
		"the vendor's":             {`{"error":{"name":"not_found","message":"no","details":{}}}`, own},
		"a name alone":             {`{"error":{"name":"not_found"}}`, own},
		"a message alone":          {`{"error":{"message":"no such product"}}`, own},
		"a message in a list":      {`{"error":{"Message":["no","never"],"details":[]}}`, own},
		"names in another case":    {`{"Error":{"Name":"not_found"}}`, own},
		"a name and a code":        {`{"error":{"name":"not_found","code":7}}`, own},
		"a gateway's object":       {`{"error":{"code":404,"message":"Not Found","status":"NOT_FOUND"}}`, foreign},
		"an object without words":  {`{"error":{"details":{}}}`, foreign},
		"a name that is a number":  {`{"error":{"name":404}}`, foreign},
		"an empty name":            {`{"error":{"name":"","message":""}}`, foreign},
		"a text":                   {`{"error":"Not Found"}`, foreign},
		"texts":                    {`{"error":["Not Found"]}`, foreign},
		"a router's message":       {`{"message":"The route could not be found."}`, foreign},
		"a page":                   {botCheck, foreign},
		"PHP's words":              {phpFatal, foreign},
		"PHP's words and an error": {"<b>Notice</b>: x\n" + `{"error":{"name":"not_found"}}`, foreign},
		"an error in a list":       {`[{"error":{"name":"not_found"}}]`, foreign},
		"nothing":                  {``, foreign},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for status, want := range map[int]struct {
				kind            error
				outcome, others shelfwire.Outcome // of the shop, and of others
			}{
				400: {shelfwire.ErrInvalid, shelfwire.OutcomeRejected, shelfwire.OutcomeUnknown},
				404: {shelfwire.ErrNotFound, shelfwire.OutcomeRejected, shelfwire.OutcomeRejected},
				409: {shelfwire.ErrConflict, shelfwire.OutcomeRejected, shelfwire.OutcomeUnknown},
				422: {shelfwire.ErrInvalid, shelfwire.OutcomeRejected, shelfwire.OutcomeUnknown},
			} {
				item, err := callsOf(t, newShop(response{status: status, body: tc.body}).client(t), mugSKU)["adjust"]()
				assert.Zero(t, item)
				if tc.own {
					require.ErrorIs(t, err, want.kind, status)
					assert.Equal(t, want.outcome, shelfwire.OutcomeOf(err), status)
					continue
				}
				require.ErrorIs(t, err, shelfwire.ErrMalformed, status)
				assert.NotErrorIs(t, err, want.kind, status)
				assert.Equal(t, want.others, shelfwire.OutcomeOf(err), status)
			}
		})
	}
}

// The shop's message for a transient failure is a rejection only for a key.
func TestInventoryService_Update_TransientFailure(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"the vendor's": `{"error":{"name":"error","message":"Operation could not be completed"}}`,
		"a full stop":  `{"error":{"name":"error","message":" Operation could not be completed. "}}`,
		"small":        `{"error":{"message":"operation could not be completed"}}`,
		"a list":       `{"error":{"message":["Operation could not be completed"]}}`,
		"a text":       `{"error":"Operation could not be completed"}`,
		"a message":    `{"message":"Operation could not be completed"}`,
	} {
		for _, status := range []int{400, 404, 405, 409, 422, 500} {
			t.Run(fmt.Sprintf("%s, %d", name, status), func(t *testing.T) {
				t.Parallel()
				s := newShop(response{status: status, body: body})
				_, err := callsOf(t, s.client(t), mugSKU)["adjust"]()
				assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
				require.ErrorContains(t, err, "for the time being")
				assert.NotErrorIs(t, err, shelfwire.ErrNotFound)
				assert.Len(t, s.calls(), 1)
				s = newShop(response{status: status, body: body})
				_, err = callsOf(t, s.client(t), mugSKU)["set"]()
				require.Error(t, err)
				assert.Len(t, s.calls(), 4)
				assert.Equal(t, 4, clienttest.RequireError(t, err).Attempts)
			})
		}
	}
}

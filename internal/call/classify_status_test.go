package call

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire"
)

// What a status means hangs on whose words come with it: only the provider's own make a 404 "not found".
func TestErrorForStatus(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]struct{ own, foreign error }{
		400: {shelfwire.ErrInvalid, shelfwire.ErrMalformed},
		401: {shelfwire.ErrUnauthorized, shelfwire.ErrUnauthorized},
		402: {nil, shelfwire.ErrMalformed},
		403: {shelfwire.ErrForbidden, shelfwire.ErrForbidden},
		404: {shelfwire.ErrNotFound, shelfwire.ErrMalformed},
		405: {nil, shelfwire.ErrMalformed},
		408: {nil, nil},
		409: {shelfwire.ErrConflict, shelfwire.ErrMalformed},
		410: {shelfwire.ErrNotFound, shelfwire.ErrMalformed},
		412: {shelfwire.ErrConflict, shelfwire.ErrMalformed},
		413: {nil, shelfwire.ErrMalformed},
		418: {nil, shelfwire.ErrMalformed},
		422: {shelfwire.ErrInvalid, shelfwire.ErrMalformed},
		425: {nil, nil},
		429: {shelfwire.ErrRateLimited, shelfwire.ErrRateLimited},
		499: {nil, nil},
		500: {nil, nil}, 503: {nil, nil}, 520: {nil, nil}, 302: {nil, nil},
	} {
		for body, kind := range map[string]error{`{"message":"no"}`: want.own, "": want.foreign, "<html>": want.foreign} {
			t.Run(fmt.Sprintf("%d %s", status, body), func(t *testing.T) {
				t.Parallel()
				c, _ := scripted(t, shelfwire.Options{Retry: once}, responds(status, body))
				err := doCall(t.Context(), c, opWrite)
				assert.Equal(t, status, requireError(t, err).StatusCode)
				assertMatchesOnly(t, err, kind)
			})
		}
	}
}

// assertMatchesOnly checks that an error matches one kind, or none when that is nil, and no other.
func assertMatchesOnly(t *testing.T, err, want error) {
	t.Helper()
	for _, kind := range []error{
		shelfwire.ErrInvalid, shelfwire.ErrUnauthorized, shelfwire.ErrForbidden, shelfwire.ErrNotFound,
		shelfwire.ErrConflict, shelfwire.ErrRateLimited, shelfwire.ErrTooLarge, shelfwire.ErrMalformed,
		shelfwire.ErrIncomplete,
	} {
		assert.Equal(t, kind == want, errors.Is(err, kind), "%v", kind)
	}
}

// What each status says of a write, by whose words come with it.
func TestInterpretStatus(t *testing.T) {
	t.Parallel()
	const refused, unknown = shelfwire.OutcomeRejected, shelfwire.OutcomeUnknown
	for status, want := range map[int]struct{ own, foreign shelfwire.Outcome }{
		400: {refused, unknown}, 401: {refused, refused}, 402: {refused, unknown}, 403: {refused, refused},
		404: {refused, refused}, 405: {refused, refused}, 406: {refused, refused}, 407: {refused, unknown},
		408: {unknown, unknown}, 409: {refused, unknown}, 410: {refused, unknown}, 411: {refused, refused},
		412: {refused, unknown}, 413: {refused, refused}, 414: {refused, refused}, 415: {refused, refused},
		417: {refused, unknown}, 422: {refused, unknown}, 425: {refused, unknown}, 429: {refused, refused},
		431: {refused, refused}, 499: {unknown, unknown}, 451: {refused, unknown},
		500: {unknown, unknown}, 502: {unknown, unknown}, 520: {unknown, unknown}, 599: {unknown, unknown},
		301: {unknown, unknown}, 304: {unknown, unknown},
	} {
		for body, outcome := range map[string]shelfwire.Outcome{`{"message":"no"}`: want.own, "<html>": want.foreign} {
			c, _ := scripted(t, shelfwire.Options{Retry: once}, responds(status, body))
			assert.Equal(t, outcome, shelfwire.OutcomeOf(doCall(t.Context(), c, opWrite)), "%d %s", status, body)
		}
	}
}

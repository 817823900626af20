package shopinventory_test

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// Without a limiter of the caller's own a client keeps the vendor's limits.
func TestNew_DefaultLimiter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShop(response{status: 200, body: `{"id":1}`})
		o := s.options()
		o.Limiter = nil
		client := clientWith(t, o)
		began := time.Now()
		for range 81 {
			_, err := client.Inventory.Get(t.Context(), shopinventory.ByID(1))
			require.NoError(t, err)
		}
		sent := s.calls()
		for i := 4; i < len(sent); i++ {
			assert.GreaterOrEqual(t, sent[i].at.Sub(sent[i-4].at), time.Second)
		}
		assert.Equal(t, 19*time.Second, sent[79].at.Sub(began), "as quick as they allow")
		assert.Equal(t, time.Minute, sent[80].at.Sub(began))
	})
}

// A 429 is waited out as the shop asks, for adjustments, too, and with every form of a reset time.
func TestClient_RateLimited(t *testing.T) {
	t.Parallel()
	const server = "Wed, 25 Nov 2026 10:00:00 GMT" // the shop's clock is not ours
	at := func(in time.Duration) time.Time { return time.Date(2026, 11, 25, 10, 0, 0, 0, time.UTC).Add(in) }
	reset := func(value string) string {
		return `{"error":{"name":"limit","message":"slow down","details":{"reset_time":` + value + `}}}`
	}
	for name, tc := range map[string]struct {
		body   string
		header string // Retry-After
		wait   time.Duration
	}{
		"seconds to wait":         {reset(`7`), "", 7 * time.Second},
		"seconds in quotes":       {reset(`"8"`), "", 8 * time.Second},
		"a moment in seconds":     {reset(fmt.Sprint(at(9 * time.Second).Unix())), "", 9 * time.Second},
		"a moment in text":        {reset(fmt.Sprintf(`"%d"`, at(10*time.Second).Unix())), "", 10 * time.Second},
		"a moment in fractions":   {reset(fmt.Sprintf(`%d.5`, at(10*time.Second).Unix())), "", 10 * time.Second},
		"a moment in ms":          {reset(fmt.Sprint(at(11 * time.Second).UnixMilli())), "", 11 * time.Second},
		"a date":                  {reset(`"2026-11-25T12:00:12+02:00"`), "", 12 * time.Second},
		"a date in UTC":           {reset(`"2026-11-25T10:00:13Z"`), "", 13 * time.Second},
		"a date with a space":     {reset(`"2026-11-25 10:00:14+00:00"`), "", 14 * time.Second},
		"an HTTP date":            {reset(`"Wed, 25 Nov 2026 10:00:15 GMT"`), "", 15 * time.Second},
		"a moment that is over":   {reset(fmt.Sprint(at(-time.Hour).Unix())), "", 5 * time.Second},
		"a date that is over":     {reset(`"2026-11-25T09:00:00Z"`), "", 5 * time.Second},
		"now":                     {reset(`0`), "", 5 * time.Second},
		"below zero":              {reset(`-1`), "", 5 * time.Second},
		"far below zero":          {reset(`-9007199254740991`), "", 5 * time.Second},
		"further below zero":      {reset(`"-1e40"`), "", 5 * time.Second},
		"a date without a zone":   {reset(`"2026-11-25 12:00:12"`), "", time.Minute},
		"no moment":               {reset(`null`), "", time.Minute},
		"an object":               {reset(`{"at":1}`), "", time.Minute},
		"no details":              {`{"error":{"name":"limit"}}`, "", time.Minute},
		"no body":                 {``, "", time.Minute},
		"HTML":                    {`<html><title>Prea multe</title></html>`, "", time.Minute},
		"the header":              {``, "16", 16 * time.Second},
		"the header, as a date":   {``, "Wed, 25 Nov 2026 10:00:17 GMT", 17 * time.Second},
		"both, the header longer": {reset(`7`), "18", 18 * time.Second},
		"both, the body longer":   {reset(`19`), "18", 19 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				header := []string{"Date", server}
				if tc.header != "" {
					header = append(header, "Retry-After", tc.header)
				}
				s := newShop(response{429, tc.body, header}, response{status: 200, body: `{"id":1,"stock":5}`})
				began := time.Now()
				_, err := s.client(t).Inventory.Update(t.Context(), shopinventory.ByID(1),
					shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(1)})
				require.NoError(t, err)
				assert.Equal(t, tc.wait, time.Since(began).Truncate(time.Millisecond))
				assert.Len(t, s.calls(), 2)
			})
		})
	}
}

// A longer wait than MaxRetryAfter is the caller's to take.
func TestClient_RateLimitedForLong(t *testing.T) {
	t.Parallel()
	for value, wait := range map[string]time.Duration{
		`3600`: time.Hour, `1e40`: 48 * time.Hour, `9007199254740992`: 48 * time.Hour, `99999999999999999999`: 48 * time.Hour, `999999999`: 48 * time.Hour,
		`"2036-11-25T10:00:00Z"`: 48 * time.Hour,
	} {
		s := newShop(response{429, `{"error":{"details":{"reset_time":` + value + `}}}`, nil})
		_, err := s.client(t).Inventory.Get(t.Context(), shopinventory.ByID(1))
		require.ErrorIs(t, err, shelfwire.ErrRateLimited)
		assert.Equal(t, wait, clienttest.RequireError(t, err).RetryAfter, value)
		assert.Equal(t, shelfwire.OutcomeRejected, shelfwire.OutcomeOf(err))
		assert.Len(t, s.calls(), 1)
	}
}

// The shop's error is decoded from all its forms.
func TestClient_ErrorForms(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		status              int
		body                string
		code, message, more string
		kind                error
	}{
		"the vendor's": {400, `{"error":{"name":"undefined_filter","message":"No such filter","details":{"a":[1]}}}`,
			"undefined_filter", "No such filter", `{"a":[1]}`, shelfwire.ErrInvalid},
		"not found":    {404, `{"error":{"name":"not_found","message":"no","details":[]}}`, "not_found", "no", "", shelfwire.ErrNotFound},
		"a text":       {400, `{"error":"no such product"}`, "", "no such product", "", shelfwire.ErrMalformed},
		"a message":    {400, `{"message":"no"}`, "", "no", "", shelfwire.ErrMalformed},
		"messages":     {400, `{"message":["no","",["never"],5]}`, "", "no; never", "", shelfwire.ErrMalformed},
		"another form": {400, `[1,2]`, "", "[1,2]", "", shelfwire.ErrMalformed},
		"a list": {422, `{"error":{"name":["a","b"],"message":["no","never"],"details":"why"}}`, "a; b", "no; never", `"why"`,
			shelfwire.ErrInvalid},
		"two messages":  {400, `{"error":{"name":"a"},"message":"no"}`, "a", "no", "", shelfwire.ErrInvalid},
		"the inner one": {400, `{"error":{"name":"a","message":"no"},"message":"never"}`, "a", "no", "", shelfwire.ErrInvalid},
		"no details":    {400, `{"error":{"name":"a","details":{}}}`, "a", `{"error":{"name":"a","details":{}}}`, "", shelfwire.ErrInvalid},
		"odd types":     {405, `{"error":{"name":5},"message":{"a":1}}`, "", `{"error":{"name":5},"message":{"a":1}}`, "", nil},
		"nothing":       {500, ``, "", "", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newShop(response{status: tc.status, body: tc.body}).options()
			o.Retry.MaxAttempts = 1
			_, err := clientWith(t, o).Inventory.Get(t.Context(), shopinventory.ByID(1))
			e := clienttest.RequireError(t, err)
			assert.Equal(t, tc.code, e.Code)
			assert.Equal(t, tc.message, e.Message)
			assert.Equal(t, tc.more, string(e.Details))
			if tc.kind != nil {
				require.ErrorIs(t, err, tc.kind)
			}
			assert.Equal(t, http.MethodGet, e.Method)
		})
	}
}

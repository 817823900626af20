package call

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"golang.org/x/time/rate"

	"github.com/shelfwire/shelfwire"
)

// What the failures of single calls mean for the bulk work that they are part of.
func TestIsUnansweredAndIsFinal(t *testing.T) {
	t.Parallel()
	slow := rate.NewLimiter(rate.Every(time.Hour), 1)
	slow.Allow()
	for name, tt := range map[string]struct {
		responder         responder
		limiter           shelfwire.Limiter
		unanswered, final bool
	}{
		"success":             {fine, nil, false, false},
		"its own words":       {responds(400, `{"message":"no"}`), nil, false, false},
		"foreign 400":         {responds(400, "<html>"), nil, true, false},
		"foreign 404":         {responds(404, "<html>"), nil, true, false},
		"its own 404":         {responds(404, `{"message":"no"}`), nil, false, false},
		"401":                 {responds(401, ""), nil, false, true},
		"403":                 {responds(403, ""), nil, false, true},
		"408":                 {responds(408, ""), nil, true, false},
		"429":                 {respondsTooMany("1"), nil, true, false},
		"429 for an hour":     {respondsTooMany("3600"), nil, true, true},
		"499":                 {responds(499, ""), nil, true, false},
		"500":                 {responds(500, ""), nil, true, false},
		"501":                 {responds(501, ""), nil, true, false},
		"520":                 {responds(520, ""), nil, true, false},
		"302":                 {responds(302, ""), nil, false, false},
		"cut":                 {failsAfterSending(errTest), nil, true, false},
		"a page":              {responds(200, "<html>"), nil, true, false},
		"breaks off":          {responds(200, `{"na`), nil, true, false},
		"cut within":          {respondsTruncated(`{"na`, errTest), nil, true, false},
		"cut behind the mark": {respondsTruncated(`{"id":1,"na`, errTest), nil, false, false},
		"its own under 200":   {responds(200, `{"no":1}`), nil, false, false},
		"too large":           {responds(200, strings.Repeat("x", 2000)), nil, false, false},
		"408 of a gateway":    {responds(408, "<html>"), nil, true, false},
		"limiter fails":       {fine, limiterFunc(func(context.Context) error { return errTest }), true, false},
		"limiter is too slow": {fine, slow, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := scripted(t, shelfwire.Options{Retry: once, Limiter: tt.limiter, MaxResponseBytes: 1000}, tt.responder)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			err := c.Do(ctx, Request{Op: opWrite, Path: []string{"x"}}, decodeOrReject)
			assert.Equal(t, tt.unanswered, IsUnanswered(err), "%v", err)
			assert.Equal(t, tt.final, c.IsFinal(err), "%v", err)
		})
	}
	c := newCaller(t, shelfwire.Options{})
	assert.False(t, IsUnanswered(errTest), "not one of ours")
	assert.False(t, c.IsFinal(errTest))
	assert.False(t, IsUnanswered(c.InvalidInput(opWrite, errTest)), "never sent")
}

// decodeOrReject knows the words of failure that come under a success, too.
func decodeOrReject(body []byte) error {
	if string(body) == `{"no":1}` {
		return &APIError{Message: "no", Outcome: shelfwire.OutcomeUnknown}
	}
	return decodeThing(body)
}

// A limiter's own deadline, or its own end, is not the caller's: the next call may fare better.
func TestCaller_IsFinal_LimitersOwnDeadline(t *testing.T) {
	t.Parallel()
	for _, own := range []error{context.DeadlineExceeded, context.Canceled} {
		c, _ := scripted(t, shelfwire.Options{Limiter: limiterFunc(func(context.Context) error { return own })}, fine)
		err := doCall(t.Context(), c, opWrite)
		assert.False(t, c.IsFinal(err))
		assert.True(t, IsUnanswered(err))
	}
}

func TestGiveUp(t *testing.T) {
	t.Parallel()
	c := newCaller(t, shelfwire.Options{})
	silence := &shelfwire.Error{Attempts: 1}
	refusal := &shelfwire.Error{Attempts: 1, StatusCode: 400}
	invalid := c.InvalidInput(opWrite, errTest)
	for name, tt := range map[string]struct {
		results []error
		ends    bool
	}{
		"nothing":                    {nil, false},
		"nine":                       {repeatError(silence, 9), false},
		"ten":                        {repeatError(silence, 10), true},
		"a success between":          {append(append(repeatError(silence, 9), nil), repeatError(silence, 9)...), false},
		"a refusal between":          {append(append(repeatError(silence, 9), refusal), repeatError(silence, 9)...), false},
		"invalid input between":      {append(append(repeatError(silence, 9), invalid), silence), true},
		"ten of invalid input":       {repeatError(invalid, 10), false},
		"a key that is not accepted": {[]error{&shelfwire.Error{Attempts: 1, StatusCode: 401, Err: shelfwire.ErrUnauthorized}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := c.NewGiveUp()
			ends := false
			for _, err := range tt.results {
				ends = g.Observe(err)
			}
			assert.Equal(t, tt.ends, ends)
			assert.Equal(t, tt.ends, g.Cause() != nil)
			if ends {
				assert.True(t, g.Observe(nil), "what was given up stays so")
				assert.ErrorIs(t, g.Cause(), tt.results[len(tt.results)-1])
			}
		})
	}
	g := c.NewGiveUp()
	for _, err := range repeatError(silence, 12) {
		g.Observe(err)
	}
	g.Observe(&shelfwire.Error{Attempts: 1, StatusCode: 401, Err: shelfwire.ErrUnauthorized})
	assert.ErrorContains(t, g.Cause(), "10 calls in a row came to no answer", "the first reason counts")
	assert.False(t, errors.Is(g.Cause(), shelfwire.ErrUnauthorized))
}

func repeatError(err error, n int) (list []error) {
	for range n {
		list = append(list, err)
	}
	return list
}

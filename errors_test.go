package shelfwire_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func TestError_Error(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		in   shelfwire.Error
		want string
	}{
		{
			"nothing but the call",
			shelfwire.Error{Provider: "resico", Op: "Products.List"},
			"resico: Products.List",
		},
		{
			"status",
			shelfwire.Error{Provider: "resico", Op: "Products.List", StatusCode: 404},
			"resico: Products.List: 404 Not Found",
		},
		{
			"status without a name",
			shelfwire.Error{Provider: "resico", Op: "Products.List", StatusCode: 599},
			"resico: Products.List: 599",
		},
		{
			"cause",
			shelfwire.Error{Provider: "erpxt", Op: "Products.Get", Err: context.Canceled, Attempts: 1},
			"erpxt: Products.Get: context canceled",
		},
		{
			"everything",
			shelfwire.Error{
				Provider: "erpxt", Op: "Products.Create", Effect: shelfwire.EffectWrite,
				Method: "POST", Path: "/products",
				StatusCode: 503, Code: "Busy", Message: "try later", RequestID: "r-1", Attempts: 4,
				Outcome: shelfwire.OutcomeUnknown, Err: shelfwire.ErrConflict,
			},
			"erpxt: Products.Create: 503 Service Unavailable: Busy: try later: conflict (after 4 attempts)" +
				"; the change may or may not have been made",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			assert.EqualError(t, &tc.in, tc.want)
		})
	}
}

func TestError_Error_ByOutcome(t *testing.T) {
	t.Parallel()
	const (
		unknown   = "; the change may or may not have been made"
		applied   = "; the provider reported success, so the change was made"
		unsent    = "; nothing was sent"
		noMore    = ""
		once      = 1
		several   = 3
		neverEven = 0 // rejected before there was a request
	)
	changes := map[shelfwire.Outcome]string{
		shelfwire.OutcomeUnknown:  unknown,
		shelfwire.OutcomeNotSent:  unsent,
		shelfwire.OutcomeRejected: noMore,
		shelfwire.OutcomeApplied:  applied,
	}
	for outcome, consequence := range changes {
		for effect, want := range map[shelfwire.Effect]string{
			0:                          noMore,
			shelfwire.EffectRead:       noMore,
			shelfwire.EffectIdempotent: consequence,
			shelfwire.EffectWrite:      consequence,
		} {
			t.Run(fmt.Sprintf("%s, %s", outcome, effect), func(t *testing.T) {
				t.Parallel()
				e := shelfwire.Error{Provider: "resico", Op: "Invoices.Create", Effect: effect, Outcome: outcome}
				e.Attempts = once
				assert.EqualError(t, &e, "resico: Invoices.Create"+want)
				e.Attempts = several
				assert.EqualError(t, &e, "resico: Invoices.Create (after 3 attempts)"+want)
				e.Attempts = neverEven
				if outcome == shelfwire.OutcomeNotSent {
					want = noMore // obvious for input that was rejected
				}
				assert.EqualError(t, &e, "resico: Invoices.Create"+want)
			})
		}
	}
}

var kinds = map[string]error{
	"ErrInvalid":      shelfwire.ErrInvalid,
	"ErrUnauthorized": shelfwire.ErrUnauthorized,
	"ErrForbidden":    shelfwire.ErrForbidden,
	"ErrNotFound":     shelfwire.ErrNotFound,
	"ErrConflict":     shelfwire.ErrConflict,
	"ErrRateLimited":  shelfwire.ErrRateLimited,
	"ErrTooLarge":     shelfwire.ErrTooLarge,
	"ErrMalformed":    shelfwire.ErrMalformed,
	"ErrIncomplete":   shelfwire.ErrIncomplete,
}

func TestError_MatchesItsKindAlone(t *testing.T) {
	t.Parallel()
	for name, kind := range kinds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, cause := range []error{kind, fmt.Errorf("%w: %w", kind, context.DeadlineExceeded)} {
				err := fmt.Errorf("sync: %w", &shelfwire.Error{Provider: "resico", Op: "List", Err: cause})
				for otherName, other := range kinds {
					assert.Equal(t, name == otherName, errors.Is(err, other), otherName)
				}
				e, ok := errors.AsType[*shelfwire.Error](err)
				require.True(t, ok)
				assert.Equal(t, cause, e.Unwrap())
			}
		})
	}
}

func TestError_NoCause(t *testing.T) {
	t.Parallel()
	var err error = &shelfwire.Error{Provider: "resico", Op: "Products.List", StatusCode: 500}
	assert.NoError(t, errors.Unwrap(err))
	assert.NotErrorIs(t, err, shelfwire.ErrInvalid)
}

func TestFieldError(t *testing.T) {
	t.Parallel()
	var err error = &shelfwire.FieldError{Field: "Lines[2].SKU", Problem: "is missing"}
	assert.EqualError(t, err, "Lines[2].SKU is missing")
	for name, kind := range kinds {
		assert.Equal(t, kind == shelfwire.ErrInvalid, errors.Is(err, kind), name)
	}
}

package shelfwire_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire"
)

// stuck is a call of several writes that got stuck half way.
type stuck struct{ last error }

func (s *stuck) Error() string                  { return "stuck: " + s.last.Error() }
func (s *stuck) Unwrap() error                  { return s.last }
func (s *stuck) CallOutcome() shelfwire.Outcome { return shelfwire.OutcomeUnknown }

func TestOutcomeOf(t *testing.T) {
	t.Parallel()
	refused := &shelfwire.Error{Provider: "resico", Op: "Invoices.AddLine", Outcome: shelfwire.OutcomeRefused}
	field := &shelfwire.FieldError{Field: "SKU", Problem: "is missing"}
	for _, tc := range []struct {
		name string
		in   error
		want shelfwire.Outcome
	}{
		{"no error", nil, shelfwire.OutcomeApplied},
		{"unknown", &shelfwire.Error{Outcome: shelfwire.OutcomeUnknown}, shelfwire.OutcomeUnknown},
		{"not sent", &shelfwire.Error{Outcome: shelfwire.OutcomeNotSent}, shelfwire.OutcomeNotSent},
		{"refused", refused, shelfwire.OutcomeRefused},
		{"applied", &shelfwire.Error{Outcome: shelfwire.OutcomeApplied}, shelfwire.OutcomeApplied},
		{"wrapped", fmt.Errorf("order 7: %w", refused), shelfwire.OutcomeRefused},
		{"joined", errors.Join(errors.New("first"), refused), shelfwire.OutcomeRefused},
		{"an Error without an outcome", &shelfwire.Error{}, shelfwire.OutcomeUnknown},
		{"field", field, shelfwire.OutcomeNotSent},
		{"field, wrapped", fmt.Errorf("order 7: %w", field), shelfwire.OutcomeNotSent},
		{"the Error counts, not the field in it", &shelfwire.Error{Err: field}, shelfwire.OutcomeUnknown},
		{"foreign", errors.New("disk full"), shelfwire.OutcomeUnknown},
		{"context", context.Canceled, shelfwire.OutcomeUnknown},
		{"a kind alone", shelfwire.ErrInvalid, shelfwire.OutcomeUnknown},
		{"several writes, the last refused", &stuck{refused}, shelfwire.OutcomeUnknown},
		{"several writes, wrapped", fmt.Errorf("order 7: %w", &stuck{refused}), shelfwire.OutcomeUnknown},
		{"several writes, inside an Error", &shelfwire.Error{
			Outcome: shelfwire.OutcomeRefused, Err: &stuck{refused},
		}, shelfwire.OutcomeUnknown},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.want, shelfwire.OutcomeOf(tc.in))
		})
	}
}

func TestOutcomeString(t *testing.T) {
	t.Parallel()
	for outcome, want := range map[shelfwire.Outcome]string{
		shelfwire.OutcomeUnknown: "unknown",
		shelfwire.OutcomeNotSent: "not sent",
		shelfwire.OutcomeRefused: "refused",
		shelfwire.OutcomeApplied: "applied",
		200:                      "unknown",
	} {
		assert.Equal(t, want, outcome.String())
	}
	var zero shelfwire.Outcome
	assert.Equal(t, shelfwire.OutcomeUnknown, zero, "what nobody has set must be the careful answer")
}

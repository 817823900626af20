package shelfwire_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
)

// stuck is a call of several writes that got stuck half way.
type stuck struct{ last error }

func (s *stuck) Error() string                  { return "stuck: " + s.last.Error() }
func (s *stuck) Unwrap() error                  { return s.last }
func (s *stuck) CallOutcome() shelfwire.Outcome { return shelfwire.OutcomeUnknown }

// stuckAt is stuck with an outcome of its own.
type stuckAt struct {
	stuck
	outcome shelfwire.Outcome
}

func (s *stuckAt) CallOutcome() shelfwire.Outcome { return s.outcome }

func TestOutcomeOf(t *testing.T) {
	t.Parallel()
	refused := &shelfwire.Error{Provider: "resico", Op: "Invoices.AddLine", Outcome: shelfwire.OutcomeRejected}
	field := &shelfwire.FieldError{Field: "SKU", Problem: "is missing"}
	for _, tc := range []struct {
		name string
		in   error
		want shelfwire.Outcome
	}{
		{"no error", nil, shelfwire.OutcomeApplied},
		{"unknown", &shelfwire.Error{Outcome: shelfwire.OutcomeUnknown}, shelfwire.OutcomeUnknown},
		{"not sent", &shelfwire.Error{Outcome: shelfwire.OutcomeNotSent}, shelfwire.OutcomeNotSent},
		{"rejected", refused, shelfwire.OutcomeRejected},
		{"applied", &shelfwire.Error{Outcome: shelfwire.OutcomeApplied}, shelfwire.OutcomeApplied},
		{"wrapped", fmt.Errorf("order 7: %w", refused), shelfwire.OutcomeRejected},
		{"an Error without an outcome", &shelfwire.Error{}, shelfwire.OutcomeUnknown},
		{"field", field, shelfwire.OutcomeNotSent},
		{"field, wrapped", fmt.Errorf("order 7: %w", field), shelfwire.OutcomeNotSent},
		{"the Error counts, not the field in it", &shelfwire.Error{Err: field}, shelfwire.OutcomeUnknown},
		{"foreign", errors.New("disk full"), shelfwire.OutcomeUnknown},
		{"context", context.Canceled, shelfwire.OutcomeUnknown},
		{"a kind alone", shelfwire.ErrInvalid, shelfwire.OutcomeUnknown},
		{"several writes, the last refused", &stuck{refused}, shelfwire.OutcomeUnknown},
		{"several writes, wrapped", fmt.Errorf("order 7: %w", &stuck{refused}), shelfwire.OutcomeUnknown},
		{"several writes, inside an Error, which decides", &shelfwire.Error{
			Outcome: shelfwire.OutcomeRejected, Err: &stuck{refused},
		}, shelfwire.OutcomeRejected},
		{"a nil Error", (*shelfwire.Error)(nil), shelfwire.OutcomeUnknown},
		{"a nil Error, wrapped", fmt.Errorf("order 7: %w", (*shelfwire.Error)(nil)), shelfwire.OutcomeUnknown},
		{"a nil field", (*shelfwire.FieldError)(nil), shelfwire.OutcomeUnknown},
		{"several writes, a nil pointer", (*stuckAt)(nil), shelfwire.OutcomeUnknown},
		{"wrapper of nothing", &wrapper{}, shelfwire.OutcomeUnknown},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.want, shelfwire.OutcomeOf(tc.in))
		})
	}
}

// wrapper is an error from outside this module around another one.
type wrapper struct{ err error }

func (w *wrapper) Error() string { return "wrapped" }
func (w *wrapper) Unwrap() error { return w.err }

// problems is a list as internal/check returns it.
type problems []error

func (p problems) Error() string   { return "invalid input" }
func (p problems) Unwrap() []error { return p }

func newOutcomeError(outcome shelfwire.Outcome) error {
	return &shelfwire.Error{Provider: "resico", Op: "Invoices.Create", Outcome: outcome}
}

func TestOutcomeOf_JoinedPairs(t *testing.T) {
	t.Parallel()
	const (
		unknown = shelfwire.OutcomeUnknown
		notSent = shelfwire.OutcomeNotSent
		refused = shelfwire.OutcomeRejected
		applied = shelfwire.OutcomeApplied
	)
	for a, row := range map[shelfwire.Outcome]map[shelfwire.Outcome]shelfwire.Outcome{
		unknown: {unknown: unknown, notSent: unknown, refused: unknown, applied: unknown},
		notSent: {unknown: unknown, notSent: notSent, refused: refused, applied: unknown},
		refused: {unknown: unknown, notSent: refused, refused: refused, applied: unknown},
		applied: {unknown: unknown, notSent: unknown, refused: unknown, applied: applied},
	} {
		for b, want := range row {
			t.Run(fmt.Sprintf("%s and %s", a, b), func(t *testing.T) {
				t.Parallel()
				first, second := newOutcomeError(a), newOutcomeError(b)
				for form, err := range map[string]error{
					"errors.Join":     errors.Join(first, second),
					"several %w":      fmt.Errorf("%w; then %w", first, second),
					"wrapped":         fmt.Errorf("order 7: %w", errors.Join(first, &wrapper{second})),
					"reason in front": fmt.Errorf("%w: %w", shelfwire.ErrIncomplete, errors.Join(first, second)),
					"a third":         errors.Join(first, errors.Join(second, first)),
				} {
					assert.Equal(t, want, shelfwire.OutcomeOf(err), form)
				}
			})
		}
	}
}

func TestOutcomeOf_Joined(t *testing.T) {
	t.Parallel()
	notSent, refused := newOutcomeError(shelfwire.OutcomeNotSent), newOutcomeError(shelfwire.OutcomeRejected)
	applied, foreign := newOutcomeError(shelfwire.OutcomeApplied), errors.New("disk full")
	field := &shelfwire.FieldError{Field: "SKU", Problem: "is missing"}
	for _, tc := range []struct {
		name string
		in   error
		want shelfwire.Outcome
	}{
		{"one", errors.Join(refused), shelfwire.OutcomeRejected},
		{"from outside first", errors.Join(foreign, refused), shelfwire.OutcomeUnknown},
		{"from outside last", errors.Join(refused, foreign), shelfwire.OutcomeUnknown},
		{"from outside alone", errors.Join(foreign), shelfwire.OutcomeUnknown},
		{"input of two fields", problems{field, field}, shelfwire.OutcomeNotSent},
		{"input of two fields, wrapped", fmt.Errorf("order 7: %w", problems{field, field}), shelfwire.OutcomeNotSent},
		{"input and a refusal", errors.Join(problems{field}, refused), shelfwire.OutcomeRejected},
		{"input and success", errors.Join(field, applied), shelfwire.OutcomeUnknown},
		{"several writes and a refusal", errors.Join(&stuck{refused}, refused), shelfwire.OutcomeUnknown},
		{"reasons alone", errors.Join(shelfwire.ErrIncomplete, context.Canceled), shelfwire.OutcomeUnknown},
		{
			"reasons joined among themselves", errors.Join(errors.Join(context.Canceled, shelfwire.ErrInvalid), notSent),
			shelfwire.OutcomeNotSent,
		},
		{
			"a reason with words of others", errors.Join(fmt.Errorf("POST: %w", context.DeadlineExceeded), notSent),
			shelfwire.OutcomeUnknown,
		},
		{"list of nothing", errors.Join(problems{}, refused), shelfwire.OutcomeUnknown},
		{"wrapper of nothing", errors.Join(&wrapper{}, refused), shelfwire.OutcomeUnknown},
		{"three that changed nothing", errors.Join(notSent, refused, notSent), shelfwire.OutcomeRejected},
		{"unknown stays", errors.Join(notSent, applied, refused, refused), shelfwire.OutcomeUnknown},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.want, shelfwire.OutcomeOf(tc.in))
		})
	}
}

func TestOutcomeOf_LeavesReasonsOut(t *testing.T) {
	t.Parallel()
	reasons := map[string]error{"canceled": context.Canceled, "deadline": context.DeadlineExceeded}
	maps.Copy(reasons, kinds)
	for name, reason := range reasons {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(reason), "by itself")
			for _, want := range []shelfwire.Outcome{
				shelfwire.OutcomeUnknown, shelfwire.OutcomeNotSent, shelfwire.OutcomeRejected, shelfwire.OutcomeApplied,
			} {
				assert.Equal(t, want, shelfwire.OutcomeOf(errors.Join(reason, newOutcomeError(want))), "before %s", want)
				assert.Equal(t, want, shelfwire.OutcomeOf(errors.Join(newOutcomeError(want), reason)), "after %s", want)
				assert.Equal(t, want, shelfwire.OutcomeOf(fmt.Errorf("%w: %w", reason, newOutcomeError(want))), "in words, %s", want)
			}
		})
	}
}

// How the errors of a job are grouped, and in which order they came, must not change what is known.
func TestOutcomeOf_GroupingDoesNotMatter(t *testing.T) {
	t.Parallel()
	leaves := []error{
		newOutcomeError(shelfwire.OutcomeUnknown), newOutcomeError(shelfwire.OutcomeNotSent), newOutcomeError(shelfwire.OutcomeRejected),
		newOutcomeError(shelfwire.OutcomeApplied), &shelfwire.FieldError{}, errors.New("disk full"), context.Canceled,
		shelfwire.ErrIncomplete,
	}
	rapid.Check(t, func(rt *rapid.T) {
		errs := rapid.SliceOfN(rapid.SampledFrom(leaves), 1, 6).Draw(rt, "errors")
		cut := rapid.IntRange(0, len(errs)).Draw(rt, "cut")
		want := shelfwire.OutcomeOf(errors.Join(errs...))
		grouped := errors.Join(errors.Join(errs[cut:]...), errors.Join(errs[:cut]...))
		if got := shelfwire.OutcomeOf(grouped); got != want {
			rt.Fatalf("%v is %s in one list and %s in two", errs, want, got)
		}
	})
}

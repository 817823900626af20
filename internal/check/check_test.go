package check_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// rule is one rule with inputs that are fine and inputs that it must note.
type rule[T any] struct {
	note func(p *check.Problems, field string, value T)
	good map[string]T
	bad  map[string]T
}

func (r rule[T]) run(t *testing.T) {
	for name, value := range r.good {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var p check.Problems
			r.note(&p, "Field", value)
			assert.NoError(t, p.Err())
		})
	}
	for name, value := range r.bad {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var p check.Problems
			r.note(&p, "Field", value)
			err := p.Err()
			require.ErrorIs(t, err, shelfwire.ErrInvalid)
			field, ok := errors.AsType[*shelfwire.FieldError](err)
			require.True(t, ok)
			assert.Equal(t, "Field", field.Field)
			assert.NotEmpty(t, field.Problem)
			assert.Equal(t, "invalid input: "+field.Error(), err.Error(), "noted once")
		})
	}
}

func TestProblems_Err_None(t *testing.T) {
	t.Parallel()
	var p check.Problems
	assert.NoError(t, p.Err(), "a nil error, not an empty list in an interface")
	assert.True(t, p.Err() == nil)
}

func TestProblems_Err_JoinsProblems(t *testing.T) {
	t.Parallel()
	var p check.Problems
	p.Required("Name", "")
	p.NotNegative("PageSize", -1)
	p.Add("lines[2].SKU", "is missing")
	err := p.Err()
	assert.EqualError(t, err,
		"invalid input: Name is missing; PageSize must not be negative; lines[2].SKU is missing")
	require.ErrorIs(t, err, shelfwire.ErrInvalid)
	assert.NotErrorIs(t, err, shelfwire.ErrNotFound)
	assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))

	several, ok := err.(interface{ Unwrap() []error })
	require.True(t, ok)
	var fields []string
	for _, problem := range several.Unwrap() {
		field, ok := errors.AsType[*shelfwire.FieldError](problem)
		require.True(t, ok)
		fields = append(fields, field.Field)
	}
	assert.Equal(t, []string{"Name", "PageSize", "lines[2].SKU"}, fields)
}

func TestProblems_Err_DoesNotChangeLater(t *testing.T) {
	t.Parallel()
	var p check.Problems
	p.Add("A", "is wrong")
	first := p.Err()
	p.Add("B", "is wrong")
	assert.EqualError(t, first, "invalid input: A is wrong")
	assert.EqualError(t, p.Err(), "invalid input: A is wrong; B is wrong")
}

func TestProblems_Required(t *testing.T) {
	t.Parallel()
	rule[string]{
		note: (*check.Problems).Required,
		good: map[string]string{"text": "A", "text with spaces": " A ", "zero": "0"},
		bad: map[string]string{
			"empty":          "",
			"spaces":         "  ",
			"line end":       "\r\n",
			"no-break space": "\u00a0",
		},
	}.run(t)
}

func TestProblems_NotNegative(t *testing.T) {
	t.Parallel()
	rule[int64]{
		note: (*check.Problems).NotNegative,
		good: map[string]int64{"zero": 0, "one": 1, "greatest": 1<<63 - 1},
		bad:  map[string]int64{"minus one": -1, "least": -1 << 63},
	}.run(t)
}

func TestProblems_Between(t *testing.T) {
	t.Parallel()
	rule[int64]{
		note: func(p *check.Problems, field string, n int64) { p.Between(field, n, 100) },
		good: map[string]int64{"zero": 0, "one": 1, "greatest": 100},
		bad:  map[string]int64{"minus one": -1, "one more": 101},
	}.run(t)
}

func TestProblems_HeaderText(t *testing.T) {
	t.Parallel()
	rule[string]{
		note: (*check.Problems).HeaderText,
		good: map[string]string{
			"empty":        "",
			"text":         "myshop/1.4 (test)",
			"all of ASCII": `!"#$%&'()*+,-./:;<=>?@[\]^_{|}~`,
		},
		bad: map[string]string{
			"space in front":      " a",
			"space behind":        "a ",
			"space alone":         " ",
			"tab inside":          "a\tb",
			"second header":       "a\r\nX-Other: b",
			"line feed":           "a\nb",
			"NUL":                 "a\x00b",
			"DEL":                 "a\x7fb",
			"letter beyond ASCII": "veikals-š",
			"byte beyond ASCII":   "a\xffb",
		},
	}.run(t)
}

// secretRule makes a rule about secrets one about their texts.
func secretRule(note func(*check.Problems, string, shelfwire.Secret)) func(*check.Problems, string, string) {
	return func(p *check.Problems, field, text string) { note(p, field, shelfwire.NewSecret(text)) }
}

func TestProblems_Key(t *testing.T) {
	t.Parallel()
	rule[string]{
		note: secretRule((*check.Problems).Key),
		good: map[string]string{"text": "k-123", "space inside": "two words"},
		bad: map[string]string{
			"empty":             "",
			"space":             " ",
			"line end behind":   "k-123\n",
			"line end inside":   "k\n123",
			"dash beyond ASCII": "k–123",
		},
	}.run(t)
}

// What cannot be a key is often nearly one: a key with a line end.
func TestProblems_Key_KeepsKeysOut(t *testing.T) {
	t.Parallel()
	const secret = "s3cr3t"
	for _, value := range []string{secret + "\n", " " + secret, "š" + secret, secret + "\r\n" + secret} {
		var p check.Problems
		p.Key("ClientKey", shelfwire.NewSecret(value))
		p.HeaderText("UserAgent", value)
		err := p.Err()
		require.Error(t, err)
		assert.Equal(t, 2, strings.Count(err.Error(), "must not")+strings.Count(err.Error(), "has a character"))
		assert.NotContains(t, err.Error(), secret)
	}
}

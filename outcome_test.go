package shelfwire_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire"
)

func TestEffect_String(t *testing.T) {
	t.Parallel()
	for effect, want := range map[shelfwire.Effect]string{
		0:                          "unspecified",
		shelfwire.EffectRead:       "read",
		shelfwire.EffectIdempotent: "idempotent",
		shelfwire.EffectWrite:      "write",
		200:                        "unspecified",
	} {
		assert.Equal(t, want, effect.String())
	}
}

func TestOutcome_String(t *testing.T) {
	t.Parallel()
	for outcome, want := range map[shelfwire.Outcome]string{
		shelfwire.OutcomeUnknown:  "unknown",
		shelfwire.OutcomeNotSent:  "not sent",
		shelfwire.OutcomeRejected: "rejected",
		shelfwire.OutcomeApplied:  "applied",
		200:                       "unknown",
	} {
		assert.Equal(t, want, outcome.String())
	}
	var zero shelfwire.Outcome
	assert.Equal(t, shelfwire.OutcomeUnknown, zero, "what nobody has set must be the careful answer")
}

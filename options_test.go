package shelfwire_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire"
)

func TestEffectString(t *testing.T) {
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

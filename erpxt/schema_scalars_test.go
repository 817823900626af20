package erpxt

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// What is empty is no count of zero.
func TestDecodeCount(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]shelfwire.Opt[int64]{
		`0`: shelfwire.Set[int64](0), `7`: shelfwire.Set[int64](7), `"7"`: shelfwire.Set[int64](7),
		`-1`: shelfwire.Set[int64](-1), `7.0`: shelfwire.Set[int64](7), `null`: shelfwire.Null[int64](), `""`: {},
	} {
		value, err := lenientjson.Parse([]byte(text))
		require.NoError(t, err)
		got, ok := decodeCount(value)
		assert.True(t, ok, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{`7.5`, `"seven"`, `true`, `{}`, `9223372036854775808`} {
		value, err := lenientjson.Parse([]byte(text))
		require.NoError(t, err)
		got, ok := decodeCount(value)
		assert.False(t, ok, text)
		assert.Zero(t, got, text)
	}
}

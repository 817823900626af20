package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// All ways of each job come to the same sum; compare fails otherwise.
func TestCompare(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, compare(t.Context(), sizes{calls: 3, products: 250, items: 50, runs: 2}, &out))
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	assert.Len(t, lines, 1+3+3+4)
	for _, name := range []string{"shopinventory", "resico", "virtpos", "resty"} {
		assert.Contains(t, out.String(), name)
	}
	assert.GreaterOrEqual(t, strings.Count(out.String(), "1.00 ×"), 3)
}

func TestCompare_Sizes(t *testing.T) {
	t.Parallel()
	for _, s := range []sizes{{0, 1, 1, 1}, {1, 0, 1, 1}, {1, 1, 0, 1}, {1, 1, 1, 0}} {
		require.ErrorContains(t, compare(t.Context(), s, new(bytes.Buffer)), "above zero")
	}
}

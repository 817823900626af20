package shop

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestShop_Gaps(t *testing.T) {
	t.Parallel()
	s := open(t)
	want := func(flow string, skus ...string) {
		t.Helper()
		got, err := s.Gaps(t.Context(), flow)
		require.NoError(t, err)
		assert.Equal(t, skus, got, flow)
	}
	want("products")
	require.NoError(t, s.SaveGaps(t.Context(), "products", []string{"B", "A", "C"}, nil))
	require.NoError(t, s.SaveGaps(t.Context(), "balances", []string{"B"}, []string{"never there", "A"}))
	want("products", "A", "B", "C")
	want("balances", "B")
	require.NoError(t, s.SaveGaps(t.Context(), "products", []string{"B"}, []string{"A"}))
	want("products", "B", "C")

	for range GapTries - 1 {
		require.NoError(t, s.CountGaps(t.Context(), "products", []string{"B"}))
	}
	require.NoError(t, s.SaveGaps(t.Context(), "products", []string{"B"}, nil))
	want("products", "B", "C")
	require.NoError(t, s.CountGaps(t.Context(), "products", []string{"B"}))
	want("balances", "B")
	require.NoError(t, s.SaveGaps(t.Context(), "products", []string{"B"}, nil))
	want("products", "C") // the other flow has not forgotten it, so that it would be new
	want("balances", "B")
	for range GapTries {
		require.NoError(t, s.CountGaps(t.Context(), "balances", []string{"B"}))
	}
	want("products", "C")
	want("balances")
	require.NoError(t, s.SaveGaps(t.Context(), "products", []string{"B"}, nil))
	want("products", "B", "C")
}

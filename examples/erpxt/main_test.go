package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

func TestRun(t *testing.T) {
	t.Setenv("ERPXT_CLIENT_ID", "")
	t.Setenv("ERPXT_CLIENT_SECRET", "")
	filter, percent := erpxt.ProductSaleGrossPrice.Gt(shelfwire.MustDecimal("0")), shelfwire.MustDecimal("5")
	require.NoError(t, run(t.Context(), nil, filter, percent, true))
	// Package flag reads no flags behind an argument: all prices would be raised.
	err := run(t.Context(), []string{"5", "-filter", "Id eq 1"}, filter, percent, true)
	require.ErrorContains(t, err, `unexpected argument "5"`)
}

package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// What a wrong clock has left in the database is said, with what to do about it.
func TestRun_clock(t *testing.T) {
	t.Parallel()
	database := shoptest.Database(t)
	runSince := func(since string) (status int, said string) {
		var out, errs bytes.Buffer
		status = run(t.Context(), []string{"-database", database, "-products", "20", "-orders", "0", "-orders-since", since},
			environment(), &out, &errs)
		return status, out.String() + errs.String()
	}
	status, said := runSince("2999-01-01")
	assert.Equal(t, statusUsage, status, said)
	assert.Contains(t, said, "orders of the MerchantPro shop count from 2998-12-31T22:00:00Z on, which is in the future")
	status, said = runSince("2020-01-01")
	assert.Equal(t, statusOK, status, said)

	s, err := shop.Open(t.Context(), database)
	require.NoError(t, err)
	require.NoError(t, s.SetMark(t.Context(), "balances", time.Now().Add(2*time.Hour)))
	require.NoError(t, s.Close())
	status, said = runSince("2020-01-01")
	assert.Equal(t, statusWork, status, said)
	assert.Contains(t, said, "is this machine's clock right?")
	status, said = runSince("2020-01-01")
	assert.Equal(t, statusOK, status, said)
}

package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func TestRun(t *testing.T) {
	t.Setenv("ERPXT_CLIENT_ID", "")
	t.Setenv("ERPXT_CLIENT_SECRET", "")
	o := order{number: "2026/117", name: "Zielony", mail: "jan@example.com", product: 1, paymentType: 1}
	for _, field := range []*shelfwire.Decimal{&o.quantity, &o.price, &o.gross} {
		*field = shelfwire.MustDecimal("1")
	}
	o.vat = shelfwire.MustDecimal("0.19")
	require.NoError(t, run(t.Context(), nil, &o, false))
	// Package flag reads no flags behind half a name: the invoice would be one without the tax number.
	err := run(t.Context(), []string{"Kubek", "-tax", "6770065406"}, &o, false)
	require.ErrorContains(t, err, `unexpected argument "Kubek"`)
}

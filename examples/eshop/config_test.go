package main

import (
	"bytes"
	"context"
	"flag"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func environment(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

// bothKeys are the invented credentials of a shop that works with the real Resico.
func bothKeys() func(string) string {
	return environment("RESICO_CLIENT_CODE", "code-1", "RESICO_CLIENT_KEY", "key-0123456789")
}

func TestParse(t *testing.T) {
	t.Parallel()
	c, err := parse(nil, environment(), &bytes.Buffer{})
	require.NoError(t, err)
	assert.Equal(t, "eshop.db", c.database)
	assert.Equal(t, -1, c.orders)
	assert.Equal(t, 300, c.products)
	assert.False(t, c.hasResico())

	c, err = parse([]string{
		"-database", "x.db", "-orders", "0", "-seed", "7", "-everything",
	}, bothKeys(), &bytes.Buffer{})
	require.NoError(t, err)
	assert.Equal(t, "x.db", c.database)
	assert.Equal(t, 0, c.orders)
	assert.EqualValues(t, 7, c.seed)
	assert.True(t, c.everything)
	assert.True(t, c.hasResico())
}

func TestRun_wrongUsage(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args []string
		env  func(string) string
		want string
	}{
		"unknown flag":            {[]string{"-frobnicate"}, environment(), "frobnicate"},
		"argument":                {[]string{"run"}, environment(), `unexpected argument "run"`},
		"no file":                 {[]string{"-database", ""}, environment(), "-database needs a file"},
		"negative orders":         {[]string{"-orders", "-1"}, environment(), "-orders must not be negative"},
		"no products":             {[]string{"-products", "0"}, environment(), "-products must be from 1 to 100000"},
		"too many products":       {[]string{"-products", "100001"}, environment(), "-products must be from 1 to 100000"},
		"too many for the fakes":  {[]string{"providers", "-products", "100001"}, environment(), "-products must be from 1 to 100000"},
		"another kind of server":  {[]string{"-database", "mysql://shop.example/shop"}, environment(), "want the name of a file, or postgres://"},
		"SQLite's own address":    {[]string{"-database", "file:shop.db"}, environment(), "want the name of a file, or postgres://"},
		"libpq's form":            {[]string{"-database", "host=shop.example"}, environment(), "want the name of a file, or postgres://"},
		"orders in libpq's form":  {[]string{"orders", "list", "-database", "host=shop.example"}, environment(), "want the name of a file"},
		"orders, but what":        {[]string{"orders"}, environment(), "say list, settle, goods or issued"},
		"settle without key":      {[]string{"orders", "settle", "17"}, environment(), "want list, settle ORDER STEP KEY, goods, or issued ORDER..."},
		"settle nothing":          {[]string{"orders", "settle", "17", "invoice/1", ""}, environment(), "want settle ORDER STEP KEY"},
		"settle no order":         {[]string{"orders", "settle", "x", "1"}, environment(), "want settle ORDER STEP KEY"},
		"flags behind the order":  {[]string{"orders", "settle", "17", "1", "-database", "x.db"}, environment(), "flags before ORDER"},
		"unknown flag for orders": {[]string{"orders", "list", "-frobnicate"}, environment(), "frobnicate"},
		"orders of nowhere":       {[]string{"orders", "list", "-database", "no/such.db"}, environment(), "there is no database no/such.db"},
		"code without key":        {nil, environment("RESICO_CLIENT_CODE", "x"), "only one of RESICO_CLIENT_CODE and"},
		"key without code":        {nil, environment("RESICO_CLIENT_KEY", "x"), "only one of RESICO_CLIENT_CODE and"},
		"ID without secret":       {nil, environment("ERPXT_CLIENT_ID", "x"), "only one of ERPXT_CLIENT_ID and"},
		"secret without ID":       {nil, environment("ERPXT_CLIENT_SECRET", "x"), "only one of ERPXT_CLIENT_ID and"},
		"shop without keys": {
			nil, environment("MERCHANTPRO_SHOP_URL", "https://shop.example"), "only some of MERCHANTPRO_SHOP_URL, ",
		},
		"key without shop": {nil, environment("MERCHANTPRO_API_KEY", "x"), "only some of MERCHANTPRO_SHOP_URL, "},
		"till without location": {nil, environment(
			"VIRTPOS_ADDRESS", "https://x.example", "VIRTPOS_API_KEY", "x", "VIRTPOS_WAREHOUSE", "1",
		), "only some of VIRTPOS_ADDRESS, "},
		"location without till": {nil, environment("VIRTPOS_LOCATION", "Shop 1"), "only some of VIRTPOS_ADDRESS, "},
		"products in the real Resico": {
			[]string{"-products", "5"}, bothKeys(), "-products and -faults are about the fakes, ",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out, errs bytes.Buffer
			assert.Equal(t, statusUsage, run(t.Context(), test.args, test.env, &out, &errs))
			assert.Contains(t, errs.String(), test.want)
			assert.Empty(t, out.String())
		})
	}
}

func TestRun_help(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	assert.Equal(t, statusOK, run(t.Context(), []string{"-help"}, environment(), &out, &errs))
	assert.Contains(t, errs.String(), "Usage: eshop [flags]")
	for args, want := range map[string]string{
		"help":           "Usage: eshop [flags]",
		"help orders":    "Usage: eshop orders list",
		"orders help":    "Usage: eshop orders list",
		"help providers": "Usage: eshop providers",
		"providers help": "Usage: eshop providers",
	} {
		errs.Reset()
		assert.Equal(t, statusOK, run(t.Context(), strings.Fields(args), environment(), &out, &errs), args)
		assert.Contains(t, errs.String(), want, args)
	}
	_, err := parse([]string{"-h"}, environment(), &errs)
	assert.ErrorIs(t, err, flag.ErrHelp)
}

// What was meant for a server becomes no file, and is not repeated: there can be a password in it.
func TestRun_noFile(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, database := range []string{"mysql://me:invented@shop", "host=shop.example password=invented"} {
		for _, args := range [][]string{{"-database", database}, {"orders", "list", "-database", database}} {
			var out, errs bytes.Buffer
			assert.Equal(t, statusUsage, run(t.Context(), args, environment(), &out, &errs))
			assert.NotContains(t, out.String()+errs.String(), "invented")
		}
	}
	found, err := filepath.Glob("*")
	require.NoError(t, err)
	assert.Empty(t, found)
}

// A signal that comes while the fakes are being filled ends the program, cycle or server.
func TestRun_interruptedEarly(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for address, status := range map[string]int{"": statusWork, "127.0.0.1:0": statusOK} {
		var out, errs bytes.Buffer
		args := []string{"-products", "100000", "-database", filepath.Join(t.TempDir(), "shop.db"), "-serve", address}
		assert.Equal(t, status, run(ctx, args, environment(), &out, &errs), args)
		assert.Equal(t, "eshop: interrupted; whatever is open goes on with the next run\n", errs.String(), args)
	}
}

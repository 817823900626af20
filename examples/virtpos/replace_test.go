package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// shelved is a VirtualPOS with the stock of the sample, and an item that another warehouse has.
func shelved(t *testing.T) *virtpostest.Server {
	t.Helper()
	server := virtpostest.NewServer(t)
	fill(server)
	server.AddWarehouses(virtpostest.Warehouse{ID: 2})
	server.AddItems(virtpostest.Item{ID: 5, Article: "TRAY-5"})
	server.SetStock(virtpostest.Row{WarehouseID: 2, ItemID: 5, OnHand: shelfwire.NewDecimal(9)})
	return server
}

func stock(server *virtpostest.Server, warehouse int64) (texts []string) {
	for _, row := range server.Stock(warehouse) {
		texts = append(texts, row.OnHand.String())
	}
	return texts
}

func TestReplace(t *testing.T) {
	t.Parallel()
	before := []string{"24.000", "3.000", "8.000", "30.000", "2.000"}
	for name, test := range map[string]struct {
		count string // empty for the sample
		apply bool
		fault faults.Fault
		err   string
		stock []string
	}{
		"only shown":   {stock: before},
		"applied":      {apply: true, stock: []string{"22.000", "3.000", "0.000", "28.500", "0.000"}},
		"a new row":    {count: "TRAY-5,,4\n", apply: true, stock: []string{"0.000", "0.000", "0.000", "0.000", "0.000", "4.000"}},
		"no such item": {count: "CUP-6,,1\n", apply: true, err: `line 1: not found: no item has the article "CUP-6"`, stock: before},
		"twice":        {count: "BOWL-1,,1\nBOWL-1,,2\n", apply: true, err: "is in row 0 with the same lot already", stock: before},
		"below zero":   {count: "BOWL-1,,-1\n", apply: true, err: "OnHand must not be negative", stock: before},
		"rows fail": {
			apply: true, fault: faults.ErrorBody(200, "no").On("Store.UpdateOnHand").Always(),
			err: "nothing was zeroed", stock: before,
		},
		"not to be read": {
			apply: true, fault: faults.Status(503).On("Store.List").Always(), err: "Store.List: 503", stock: before,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, file := shelved(t), ""
			if test.count != "" {
				file = filepath.Join(t.TempDir(), "count.csv")
				require.NoError(t, os.WriteFile(file, []byte(test.count), 0o600))
			}
			server.Fail(test.fault)
			err := replace(t.Context(), server.Client(nil), 1, file, test.apply)
			if test.err == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, test.err)
			}
			assert.Equal(t, test.stock, stock(server, 1))
			assert.Equal(t, []string{"9.000"}, stock(server, 2))
		})
	}
}

func TestDeliver(t *testing.T) {
	t.Parallel()
	before := []string{"24.000", "3.000", "8.000", "30.000", "2.000"}
	for name, test := range map[string]struct {
		delivery string // empty for the sample
		apply    bool
		fault    faults.Fault
		err      string
		stock    []string
	}{
		"only shown":  {stock: before},
		"applied":     {apply: true, stock: []string{"30.000", "3.000", "8.000", "30.000", "2.000", "40.000"}},
		"a known lot": {delivery: "0000000000031,2026-02,0.5\n", apply: true, stock: []string{"24.000", "3.000", "8.000", "30.500", "2.000"}},
		"no lot is named": {
			delivery: "0000000000017,,1\n0000000000031,,1\n", apply: true, stock: before,
			err: "line 2, 0000000000031, so nothing was added: its stock is in lots",
		},
		"twice":           {delivery: "0000000000017,,1\n0000000000017,,1\n", apply: true, err: "line 2, 0000000000017, so nothing was added: ", stock: before},
		"no such barcode": {delivery: "4,,1\n", apply: true, err: `line 1: not found: no item has the barcode "4"`, stock: before},
		"fails": {
			apply: true, fault: faults.ErrorBody(200, "no").On("Store.UpdateOnHand").Always(),
			err: "line 1, 0000000000017: rejected; the lines before it are in", stock: before,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, file := shelved(t), ""
			if test.delivery != "" {
				file = filepath.Join(t.TempDir(), "delivery.csv")
				require.NoError(t, os.WriteFile(file, []byte(test.delivery), 0o600))
			}
			server.Fail(test.fault)
			err := deliver(t.Context(), server.Client(nil), 1, file, test.apply)
			if test.err == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, test.err)
			}
			assert.Equal(t, test.stock, stock(server, 1))
		})
	}
}

func TestReadLines_wrong(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"too few fields": {"A,1\n", "want article,lot,quantity"},
		"no article":     {",,1\n", "line 1: not found"},
		"no number":      {"BOWL-1,,1\nLAMP-2,,many\n", "line 2: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "count.csv")
			require.NoError(t, os.WriteFile(file, []byte(test.text), 0o600))
			_, err := readLines(t.Context(), shelved(t).Client(nil), virtpos.KeyArticle, file, "")
			require.ErrorContains(t, err, test.want)
		})
	}
}

// Package flag reads no flags behind the file: the stock of another warehouse would be replaced, or replaced by a delivery.
func TestRun(t *testing.T) {
	t.Setenv("VIRTPOS_ADDRESS", "")
	t.Setenv("VIRTPOS_API_KEY", "")
	require.NoError(t, run(t.Context(), 1, nil, false, true))
	file := filepath.Join(t.TempDir(), "count.csv")
	require.NoError(t, os.WriteFile(file, []byte("BOWL-1,,2\n"), 0o600))
	require.NoError(t, run(t.Context(), 1, []string{file}, false, true))
	err := run(t.Context(), 1, []string{file, "-warehouse", "2"}, false, true)
	require.ErrorContains(t, err, `unexpected argument "-warehouse": flags come before the file`)
}

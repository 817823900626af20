package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// stockedAsSample is a shop that has five of each product of the sample, and a place for files.
func stockedAsSample(t *testing.T) (server *shopinventorytest.Server, left string) {
	t.Helper()
	server = shopinventorytest.NewServer(t)
	for _, sku := range []string{"BOWL-1", "LAMP-2", "VASE-3"} {
		server.AddItems(shopinventorytest.Item{Item: shopinventory.Item{
			SKU: sku, OnHand: shelfwire.Set(shelfwire.NewDecimal(5)),
		}})
	}
	return server, filepath.Join(t.TempDir(), "left.csv")
}

func stock(server *shopinventorytest.Server) (texts []string) {
	for _, item := range server.Items() {
		texts = append(texts, item.OnHand.String())
	}
	return texts
}

func content(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	require.NoError(t, err)
	return string(text)
}

// Whatever goes wrong with the sample, the second run counts in what is missing and nothing twice.
func TestCountIn(t *testing.T) {
	t.Parallel()
	const update = "Inventory.Update"
	const tried = "BOWL-1,12,5\nLAMP-2,6,5\nVASE-3,2.5,5\n"
	for name, test := range map[string]struct {
		fault faults.Fault
		left  string
	}{
		"nothing":          {faults.Status(503).Times(0), ""},
		"all answers lost": {faults.DropResponse().On(update).Always(), tried},
		"requests lost":    {faults.DropRequest().On(update).Always(), tried},
		"a page":           {faults.HTML(200).On(update).Always(), tried},
		"a page, and in":   {faults.HTML(200).AfterApplying().On(update).Always(), tried},
		"PHP's words":      {faults.PHPError(200).On(update).Always(), tried},
		"PHP, and in":      {faults.PHPError(200).AfterApplying().On(update).Always(), tried},
		"an empty list":    {faults.JSON(200, "[]").On(update).Always(), tried},
		"null, and in":     {faults.JSON(200, "null").AfterApplying().On(update).Always(), tried},
		"cut, but in":      {faults.CutBodyWithoutLength().On(update).Always(), ""},
		"refused":          {faults.ErrorBody(400, "no").On(update).Always(), "BOWL-1,12,\nLAMP-2,6,\nVASE-3,2.5,\n"},
		"key not accepted": {faults.Status(401).On(update).Always(), "BOWL-1,12,\nLAMP-2,6,\nVASE-3,2.5,\n"},
		"key may not":      {faults.Status(403).On(update).Always(), "BOWL-1,12,\nLAMP-2,6,\nVASE-3,2.5,\n"},
		"nothing is read":  {faults.Status(404).On("Inventory.Get").Always(), "BOWL-1,12,\nLAMP-2,6,\nVASE-3,2.5,\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, left := stockedAsSample(t)
			server.Fail(test.fault)
			err := countIn(t.Context(), server.Client(nil).Inventory, "", left)
			assert.Equal(t, test.left != "", errors.Is(err, errLeft))
			assert.Equal(t, test.left, content(t, left))
			server.ClearFaults()
			if test.left != "" {
				require.NoError(t, countIn(t.Context(), server.Client(nil).Inventory, left, left))
			}
			assert.Empty(t, content(t, left))
			assert.Equal(t, []string{"17", "11", "7.5"}, stock(server))
			assert.Equal(t, 3, server.Adjustments(), "each once")
		})
	}
}

// The process is killed while the second line is on its way: the file has it with the stock before.
func TestCountIn_killed(t *testing.T) {
	t.Parallel()
	server, left := stockedAsSample(t)
	ctx, cancel := context.WithCancel(t.Context())
	copied := filepath.Join(t.TempDir(), "copy.csv")
	server.Fail(faults.Between(func() {
		assert.NoError(t, os.WriteFile(copied, []byte(content(t, left)), 0o600))
		cancel()
	}).On("Inventory.Update").Skip(1))
	require.ErrorIs(t, countIn(ctx, server.Client(nil).Inventory, "", left), errLeft)
	assert.Equal(t, "LAMP-2,6,5\nVASE-3,2.5,\n", content(t, copied))
	require.NoError(t, countIn(t.Context(), server.Client(nil).Inventory, copied, copied))
	assert.Equal(t, []string{"17", "11", "7.5"}, stock(server))
	assert.Equal(t, 3, server.Adjustments(), "each once")
}

// A key that the shop does not accept is locked out by further tries.
func TestCountIn_lockedOut(t *testing.T) {
	t.Parallel()
	for _, status := range []int{401, 403} {
		server, left := stockedAsSample(t)
		server.Fail(faults.Status(status).On("Inventory.Get").Always())
		require.ErrorIs(t, countIn(t.Context(), server.Client(nil).Inventory, "", left), errLeft)
		assert.Equal(t, 1, server.Calls("Inventory.Get"), status)
	}
}

// A stock that is neither what it was nor what it should be is for a person.
func TestCountIn_otherwise(t *testing.T) {
	t.Parallel()
	server, left := stockedAsSample(t)
	require.NoError(t, os.WriteFile(left, []byte("BOWL-1,12,4\nLAMP-2,-2,7\nVASE-3,1\n"), 0o600))
	require.ErrorIs(t, countIn(t.Context(), server.Client(nil).Inventory, left, left), errLeft)
	assert.Equal(t, "BOWL-1,12,4\n", content(t, left))
	assert.Equal(t, []string{"5", "5", "6"}, stock(server))
}

// What the shop does not have, or does not track, is for a person, and keeps nothing else from being counted in.
func TestCountIn_others(t *testing.T) {
	t.Parallel()
	server, left := stockedAsSample(t)
	server.AddItems(shopinventorytest.Item{Item: shopinventory.Item{SKU: "GIFT"}})
	require.NoError(t, os.WriteFile(left, []byte("NONE,1\nGIFT,1\nBOWL-1,1\n"), 0o600))
	require.ErrorIs(t, countIn(t.Context(), server.Client(nil).Inventory, left, left), errLeft)
	assert.Equal(t, "NONE,1,\nGIFT,1,\n", content(t, left))
	assert.Equal(t, 1, server.Adjustments())
}

func TestCountIn_stopped(t *testing.T) {
	t.Parallel()
	server, left := stockedAsSample(t)
	ctx, cancel := context.WithCancel(t.Context())
	server.Fail(faults.Between(cancel).On("Inventory.Update"))
	require.ErrorIs(t, countIn(ctx, server.Client(nil).Inventory, "", left), errLeft)
	require.NoError(t, countIn(t.Context(), server.Client(nil).Inventory, left, left))
	assert.Equal(t, []string{"17", "11", "7.5"}, stock(server))
	assert.Equal(t, 3, server.Adjustments())
}

func TestReadDelivery_wrong(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"no quantity": {"A\n", "line 1: want sku,quantity"},
		"no SKU":      {"A,1\n,2\n", "line 2: want sku,quantity"},
		"no number":   {"A,many\n", "line 1: "},
		"nothing":     {"A,0\n", "a quantity of zero changes nothing"},
		"twice":       {"A,1\nB,1\nA,2\n", "line 3: A is there twice"},
		"no stock":    {"A,1,few\n", "line 1: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "delivery.csv")
			require.NoError(t, os.WriteFile(file, []byte(test.text), 0o600))
			_, err := readDelivery(file)
			require.ErrorContains(t, err, test.want)
		})
	}
}

// Package flag reads no flags behind the file.
func TestRun_flagBehindFile(t *testing.T) {
	for _, name := range []string{"MERCHANTPRO_SHOP_URL", "MERCHANTPRO_API_KEY", "MERCHANTPRO_API_SECRET"} {
		t.Setenv(name, "")
	}
	left := filepath.Join(t.TempDir(), "left.csv")
	require.NoError(t, run(t.Context(), nil, left))
	file := filepath.Join(t.TempDir(), "delivery.csv")
	require.NoError(t, os.WriteFile(file, []byte("BOWL-1,2\n"), 0o600))
	err := run(t.Context(), []string{file, "-left", left}, left)
	require.ErrorContains(t, err, `unexpected argument "-left": flags come before the file`)
}

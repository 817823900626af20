package main

import (
	"bytes"
	"errors"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// ordersCommand runs a command about orders.
func (w *world) ordersCommand(command string, args ...string) (status int, said string) {
	w.t.Helper()
	var out bytes.Buffer
	args = append([]string{"orders", command, "-database", w.cfg.database}, args...)
	status = run(w.t.Context(), args, environment(), &out, &out)
	return status, out.String()
}

// Goods that are invoiced in ERP XT go to no channel again, though Resico still has them in its stock, until a person says that
// Resico knows.
func TestOrders_goods(t *testing.T) {
	t.Parallel()
	w := billed(t)
	require.True(t, w.run(orders(0)), &w.out)
	const sku = "SW-0001"
	w.server.SetBalance(sku, "NOL", shelfwire.NewDecimal(50))
	require.True(t, w.run(orders(0)), &w.out)
	listed := func() string {
		item, found := w.shop.Item(shopinventory.BySKU(sku))
		require.True(t, found)
		return item.OnHand.String()
	}
	before := listed()
	w.order()
	require.True(t, w.run(orders(0)), &w.out)
	require.True(t, w.run(orders(0)), &w.out)
	assert.Equal(t, less(before, 2), listed(), "Resico's stock has been read since, and still has them")

	status, said := w.ordersCommand("goods")
	assert.Equal(t, statusOK, status)
	assert.Contains(t, said, "         2  "+sku)
	assert.Contains(t, said, "When that is entered: eshop orders issued -database "+w.argument()+" 1\n")
	_, said = w.ordersCommand("list")
	assert.Contains(t, said, "Resico does not know of the goods of 1 invoiced orders yet")

	w.server.SetBalance(sku, "NOL", shelfwire.NewDecimal(48)) // the person enters the goods issue, and says so
	status, said = w.ordersCommand("issued", "1")
	assert.Equal(t, statusOK, status, said)
	assert.Equal(t, "Issued: the goods of 1.\n", said)
	require.True(t, w.run(orders(0)), &w.out)
	assert.NotContains(t, w.said(), "Resico does not know")
	assert.Equal(t, less(before, 2), listed(), "once is enough")
	status, said = w.ordersCommand("goods")
	assert.Equal(t, statusOK, status)
	assert.Equal(t, "There are no goods to issue in Resico.\n", said)

	for _, test := range []struct {
		command, argument, want string
		status                  int
	}{
		{"issued", "99", "order 99 is not invoiced, so there are no goods to issue", statusWork},
		{"issued", "0", `"0" is not the number of an order`, statusUsage},
		{"issued", "1-2", `"1-2" is not the number of an order`, statusUsage},
		{"issued", "", `"" is not the number of an order`, statusUsage},
		{"goods", "1", "want list, settle ORDER STEP KEY, goods, or issued ORDER...", statusUsage},
	} {
		status, said := w.ordersCommand(test.command, test.argument)
		assert.Equal(t, test.status, status, test.argument)
		assert.Contains(t, said, test.want)
	}
}

// A list that could not be written is no empty one.
func TestOrders_unwritten(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "shop.db")
	s, err := shop.Open(t.Context(), database)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	for _, command := range []string{"list", "goods"} {
		var errs bytes.Buffer
		args := []string{"orders", command, "-database", database}
		assert.Equal(t, statusWork, run(t.Context(), args, environment(), fullDisk{}, &errs), command)
		assert.Equal(t, "eshop orders: no space left\n", errs.String(), command)
	}
}

// Printed advice is pasted while the program that has printed it serves.
func TestOrders_inUse(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "shop.db")
	s, err := shop.Open(t.Context(), database)
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	var out bytes.Buffer
	args := []string{"orders", "settle", "-database", database, "1", "invoice/1", "none"}
	assert.Equal(t, statusUsage, run(t.Context(), args, environment(), &out, &out))
	assert.Equal(t, "eshop orders: cannot open the database "+database+": the database is in use by another process; "+
		"if it serves, say it on its page /office\n", out.String())
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func less(quantity string, by int64) string {
	return shelfwire.MustDecimal(quantity).Sub(shelfwire.NewDecimal(by)).String()
}

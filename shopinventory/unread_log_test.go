package shopinventory_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/shopinventory"
)

// Each call and each walk says once which members it could not read, and in none of its lines what they were.
func TestUnread_IsLogged(t *testing.T) {
	t.Parallel()
	const (
		list   = `{"data":[{"id":7,"stock":"1,5","total_amount":"1,5","line_items":[{"quantity":"1,5"}]},{"id":"x y","stock":"1,5"}],"meta":{"count":{"total":"many"}}}`
		record = `{"id":7,"stock":"1,5","total_amount":"1,5"}`
		taxes  = `[{"id":7,"value":"1,5"},{"id":8,"value":"1,5"},{"value":"1,5"}]`
	)
	for name, tc := range map[string]struct {
		body string
		call func(client *shopinventory.Client)
		want string // the members with their counts
	}{
		"Products.All": {list, func(client *shopinventory.Client) {
			_, _ = collect(client.Products.All(t.Context(), shopinventory.ProductQuery{PageSize: 1}))
		}, "Products.List id 2, meta.count.total 2, stock 3"},
		"Products.List": {list, func(client *shopinventory.Client) {
			_, err := client.Products.List(t.Context(), shopinventory.ProductQuery{}, 0)
			require.NoError(t, err)
		}, "Products.List id 1, meta.count.total 1, stock 2"},
		"Products.Get": {record, func(client *shopinventory.Client) {
			_, err := client.Products.Get(t.Context(), 7)
			require.NoError(t, err)
		}, "Products.Get stock 1"},
		"Orders.List": {list, func(client *shopinventory.Client) {
			_, err := client.Orders.List(t.Context(), shopinventory.OrderQuery{}, 0)
			require.NoError(t, err)
		}, "Orders.List line_items[0].quantity 1, meta.count.total 1, total_amount 1"},
		"Orders.Get": {record, func(client *shopinventory.Client) {
			_, err := client.Orders.Get(t.Context(), "7")
			require.NoError(t, err)
		}, "Orders.Get total_amount 1"},
		"Orders.Refresh": {list, func(client *shopinventory.Client) {
			for r := range client.Orders.Refresh(t.Context(), []string{"7", "x y"}) {
				require.NoError(t, r.Err)
			}
		}, "Orders.List line_items[0].quantity 1, meta.count.total 1, total_amount 1"},
		"Taxonomy.Taxes": {taxes, func(client *shopinventory.Client) {
			_, err := client.Taxonomy.Taxes(t.Context())
			require.Error(t, err, "one has no id")
		}, "Taxonomy.Taxes value 3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			opts := newShop(response{status: 200, body: tc.body}).options()
			opts.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn}))
			tc.call(clientWith(t, opts))
			var lines []string
			for line := range strings.Lines(log.String()) {
				if strings.Contains(line, "could not be read for certain") {
					lines = append(lines, line)
				}
			}
			require.Len(t, lines, 1)
			op, fields, _ := strings.Cut(tc.want, " ")
			assert.Contains(t, lines[0], "op="+op+" ")
			assert.Contains(t, lines[0], fields)
			assert.NotContains(t, log.String(), "1,5")
		})
	}
}

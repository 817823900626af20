package shop

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func quantity(sku, text string) Quantity {
	return Quantity{SKU: sku, Quantity: shelfwire.MustDecimal(text)}
}

func text(list []Quantity) (texts []string) {
	for _, q := range list {
		texts = append(texts, q.SKU+" "+q.Quantity.String())
	}
	return texts
}

func TestShop_SellableAt(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	for sku, at := range map[string]map[string]string{
		"A": {"NOL": "24", "Shop 1": "2.500"}, "B": {"Shop 1": "-1"}, "C": {"NOL": "1", "Shop 1": "0"},
	} {
		b := Balance{SKU: sku, Locations: map[string]shelfwire.Decimal{}}
		for location, quantity := range at {
			b.Locations[location] = shelfwire.MustDecimal(quantity)
		}
		_, err := s.SaveBalances(t.Context(), monday, []Balance{b})
		require.NoError(t, err)
	}
	for name, test := range map[string]struct {
		location, behind string
		most             int
		want             []string
	}{
		"all of it":          {"Shop 1", "", 10, []string{"A 2.500", "B -1", "C 0"}},
		"the first two":      {"Shop 1", "", 2, []string{"A 2.500", "B -1"}},
		"the rest":           {"Shop 1", "B", 2, []string{"C 0"}},
		"nothing behind it":  {"Shop 1", "C", 2, nil},
		"another location":   {"NOL", "", 10, []string{"A 24", "C 1"}},
		"a location with no": {"Shop 2", "", 10, nil},
	} {
		t.Run(name, func(t *testing.T) {
			list, err := s.SellableAt(t.Context(), test.location, test.behind, test.most)
			require.NoError(t, err)
			assert.Equal(t, test.want, text(list))
		})
	}
}

func TestShop_SaveTillStock(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	require.NoError(t, s.SaveTillStock(t.Context(), "1C-7", []Quantity{quantity("A", "2.500"), quantity("B", "0")}))
	require.NoError(t, s.SaveTillStock(t.Context(), "1C-8", []Quantity{quantity("A", "9")}))
	require.NoError(t, s.SaveTillStock(t.Context(), "1C-7", []Quantity{quantity("C", "1"), quantity("B", "3")}))
	require.Error(t, s.SaveTillStock(t.Context(), "1C-7", []Quantity{quantity("A", "1"), quantity("nobody", "1")}))
	stock, err := s.TillStock(t.Context(), "1C-7")
	require.NoError(t, err)
	assert.Equal(t, []string{"B 3", "C 1"}, text(stock), "all or nothing")
	require.NoError(t, s.SaveTillStock(t.Context(), "1C-7", nil))
	stock, err = s.TillStock(t.Context(), "1C-7")
	require.NoError(t, err)
	assert.Empty(t, stock)
	stock, err = s.TillStock(t.Context(), "1C-8")
	require.NoError(t, err)
	assert.Equal(t, []string{"A 9"}, text(stock))
}

func TestShop_Sellable(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	_, err := s.SaveBalances(t.Context(), monday, []Balance{{SKU: "A", Total: amount("27.500")}, {SKU: "B", Total: amount("-1")}})
	require.NoError(t, err)
	stock, err := s.Sellable(t.Context())
	require.NoError(t, err)
	require.Len(t, stock, 2, "a stock that nobody knows is not zero")
	assert.Equal(t, "27.500 -1", stock["A"].String()+" "+stock["B"].String())
}

// What ends before its end is no list: a stock that was read in part would be pushed as if the rest were not there.
func TestShop_lists_brokenOff(t *testing.T) {
	t.Parallel()
	s, ctx := open(t), t.Context()
	// The second row overflows, on either database.
	broken := func(columns string) string {
		return `SELECT ` + fmt.Sprintf(columns, "1") + ` UNION ALL SELECT ` +
			fmt.Sprintf(columns, "ABS(CAST(-9223372036854775807 - COUNT(*) AS BIGINT))") + ` FROM (SELECT 1) AS one`
	}
	_, err := column[int64](s.db.QueryContext(ctx, broken("%s")))
	assertOverflow(t, err)
	_, err = column[string](s.db.QueryContext(ctx, broken("CAST(%s AS TEXT)")))
	assertOverflow(t, err)
	_, err = s.quantities(ctx, broken("'A', %s"))
	assertOverflow(t, err)
}

func assertOverflow(t *testing.T, err error) {
	t.Helper()
	require.Error(t, err)
	assert.Regexp(t, "overflow|out of range", err.Error())
}

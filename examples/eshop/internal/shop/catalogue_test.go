package shop

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func TestProduct_SellingPrice(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		product Product
		want    string // empty for none
	}{
		"no price":                 {Product{}, ""},
		"a price":                  {Product{Price: amount("12.50")}, "12.50"},
		"a price of zero":          {Product{Price: amount("0")}, ""},
		"a reduced price":          {Product{Price: amount("12.50"), SalePrice: amount("9.90")}, "9.90"},
		"a reduced price of zero":  {Product{Price: amount("12.50"), SalePrice: amount("0")}, "12.50"},
		"a reduced price only":     {Product{SalePrice: amount("9.90")}, "9.90"},
		"a price that is null":     {Product{Price: shelfwire.Null[shelfwire.Decimal]()}, ""},
		"a negative reduced price": {Product{Price: amount("12.50"), SalePrice: amount("-1")}, "12.50"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			price, ok := test.product.SellingPrice()
			assert.Equal(t, test.want != "", ok)
			if ok {
				assert.Equal(t, test.want, price.String())
			}
		})
	}
}

func TestShop_SaveProducts_keepsWhatWasLeftOut(t *testing.T) {
	t.Parallel()
	s := open(t)
	full := Product{
		SKU: "A", ParentSKU: "P", Name: "Bowl", Unit: "GB", VAT: "A", Category: "bowls",
		Price: amount("12.50"), SalePrice: amount("9.90"), Active: shelfwire.Set(true),
	}
	require.NoError(t, s.SaveProducts(t.Context(), monday, []Product{full}))
	require.NoError(t, s.SaveProducts(t.Context(), monday, []Product{{SKU: "A"}}))

	products, err := s.ForSale(t.Context())
	require.NoError(t, err)
	require.Len(t, products, 1, "a product that says nothing about Active stays for sale")
	p := products[0]
	assert.Equal(t, "Bowl|GB|A||", p.Name+"|"+p.Unit+"|"+p.VAT+"|"+p.ParentSKU+"|"+p.Category)
	assert.Equal(t, "12.50 9.90", p.Price.String()+" "+p.SalePrice.String(), "an absent price is not zero")

	free := Product{SKU: "A", Price: amount("0"), SalePrice: amount("0")}
	require.NoError(t, s.SaveProducts(t.Context(), monday, []Product{free}))
	products, err = s.ForSale(t.Context())
	require.NoError(t, err)
	assert.Empty(t, products, "a price of zero was given, and counts")
}

func TestShop_ForSale(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	require.NoError(t, s.SaveProducts(t.Context(), monday, []Product{
		{SKU: "off", VAT: "A", Price: amount("1"), Active: shelfwire.Set(false)},
		{SKU: "unsaid", VAT: "A", Price: amount("1")},
		{SKU: "unpriced", VAT: "A", Active: shelfwire.Set(true)},
		{SKU: "untaxed", Price: amount("1"), Active: shelfwire.Set(true)},
	}))
	assert.Equal(t, []string{"A", "B", "C"}, skus(t, s))
	active, err := s.Active(t.Context())
	require.NoError(t, err)
	var list []string
	for _, p := range active {
		list = append(list, p.SKU)
	}
	assert.Equal(t, []string{"A", "B", "C", "unpriced", "untaxed"}, list)
}

func TestShop_TakeOffSale(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	tuesday := monday.Add(-time.Hour) // the clock was put back meanwhile
	require.NoError(t, s.SaveProducts(t.Context(), tuesday, []Product{{SKU: "A"}, {SKU: "C"}}))
	gone, err := s.TakeOffSale(t.Context(), tuesday)
	require.NoError(t, err)
	assert.Equal(t, 1, gone)
	assert.Equal(t, []string{"A", "C"}, skus(t, s))
	gone, err = s.TakeOffSale(t.Context(), tuesday)
	require.NoError(t, err)
	assert.Zero(t, gone, "taken off once")
}

func TestShop_SaveBalances(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	quantities := func(list ...string) map[string]shelfwire.Decimal {
		stock := map[string]shelfwire.Decimal{}
		for i := 0; i < len(list); i += 2 {
			stock[list[i]] = shelfwire.MustDecimal(list[i+1])
		}
		return stock
	}
	unknown, err := s.SaveBalances(t.Context(), monday, []Balance{
		{SKU: "A", Locations: quantities("NOL", "24.500", "Shop 1", "3"), Total: amount("27.500")},
		{SKU: "nobody", Locations: quantities("NOL", "1")},
	})
	require.NoError(t, err)
	assert.Equal(t, 1, unknown)
	_, err = s.SaveBalances(t.Context(), monday, []Balance{{SKU: "A", Locations: quantities("NOL", "-5")}})
	require.NoError(t, err)

	stock, err := s.Stock(t.Context(), "A")
	require.NoError(t, err)
	require.Len(t, stock, 2, "a location that is missing keeps its quantity")
	assert.Equal(t, "-5", stock["NOL"].String())
	assert.Equal(t, "3", stock["Shop 1"].String())
	var total string
	require.NoError(t, s.db.QueryRowContext(t.Context(), `SELECT on_hand FROM products WHERE sku = 'A'`).Scan(&total))
	assert.Equal(t, "27.500", total, "an absent total is not zero, and digits are kept")
}

func skus(t *testing.T, s *Shop) []string {
	t.Helper()
	products, err := s.ForSale(t.Context())
	require.NoError(t, err)
	var list []string
	for _, p := range products {
		list = append(list, p.SKU)
	}
	return list
}

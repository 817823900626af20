package erpxttest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt"
)

// A page by key must cost the same wherever it begins, so it looks at no products before it.
func TestOnlyTheRangeIsLookedAt(t *testing.T) {
	t.Parallel()
	c := &catalogue{}
	for range 1000 {
		c.put(&row{})
	}
	for filter, want := range map[string]int{
		"Id gt 990": 11,
		"(Name ne 'x' or Rate eq 9) and Id gt 990": 11,
		"Id eq 5": 1, "Id lt 3": 3, "Id gt 2000": 0, "Id eq 5 or Id eq 8": 4, "not (Id eq 5)": 1000, "Name eq 'x'": 1000,
	} {
		e, err := parseFilter(filter)
		require.NoError(t, err)
		assert.Len(t, c.between(e.ids), want, filter)
	}
}

// Whatever a filter is, it is read or refused; and what is read holds for a product, or its opposite does.
func FuzzFilter(f *testing.F) {
	for _, seed := range []string{
		"Name eq 'Produkt' or ProductCode eq 'P/000001'", "SaleGrossPrice ge 199.99 and SaleGrossPrice le 300",
		"not (Id gt 5)", "SaleNetPrice eq null", "datetime'2024-01-31' lt datetime'2024-02-01'", "Name eq 'O''Neil'",
		"((true))", "Id lt -5.50", "(Id eq 1) ne false", "",
	} {
		f.Add(seed)
	}
	c := &catalogue{}
	for _, p := range []erpxt.Product{{Name: "A"}, {ID: 7, Name: "Produkt"}} {
		r := &row{Product: p}
		r.complete()
		c.put(r)
	}
	f.Fuzz(func(t *testing.T, filter string) {
		e, err := parseFilter(filter)
		if err != nil {
			return
		}
		opposite, err := parseFilter("not (" + filter + ")")
		if err != nil {
			return // now it is nested too deeply
		}
		found := map[int64]bool{}
		for _, r := range c.page(&listQuery{matches: e, most: 10}) {
			found[r.ID] = true
		}
		for _, r := range c.rows {
			if e.holds(r) == opposite.holds(r) {
				t.Errorf("%q and its opposite agree about product %d", filter, r.ID)
			}
			if e.holds(r) != found[r.ID] {
				t.Errorf("%q: the range of ids hides product %d", filter, r.ID)
			}
		}
	})
}

package erpxttest

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A page by key must cost the same wherever it begins, so it looks at no products before it.
func TestTable_RowsBetween(t *testing.T) {
	t.Parallel()
	c := newProductTable()
	for range 1000 {
		c.putRecord(&record{})
	}
	for filter, want := range map[string]int{
		"Id gt 990": 11,
		"(Name ne 'x' or Rate eq 9) and Id gt 990": 11,
		"Id eq 5": 1, "Id lt 3": 3, "Id gt 2000": 0, "Id eq 5 or Id eq 8": 4, "not (Id eq 5)": 1000, "Name eq 'x'": 1000,
	} {
		e, err := c.parseFilter(filter)
		require.NoError(t, err)
		assert.Len(t, c.rowsBetween(e.ids), want, filter)
	}
}

func addFilters(f *testing.F) {
	f.Helper()
	for _, seed := range []string{
		"Name eq 'Produkt' or ProductCode eq 'P/000001'", "SaleGrossPrice ge 199.99 and SaleGrossPrice le 300",
		"not (Id gt 5)", "SaleNetPrice eq null", "datetime'2024-01-31' lt datetime'2024-02-01'", "Name eq 'O''Neil'",
		"((true))", "Id lt -5.50", "(Id eq 1) ne false", "", "substringof('a',Name) eq true", "contains(tolower(Name),'b')",
		"not(not(Id gt 1 or Rate eq 9)) and(Id lt 8)", "Id eq 1 and Id eq 2 or Id eq 3", "a,b", "'\xff", "ż", "5.", "-",
	} {
		f.Add(seed)
	}
}

// Every filter is parsed or rejected; one that is parsed holds for a product, or its opposite does.
func FuzzFilter(f *testing.F) {
	addFilters(f)
	c, _ := shelfOfTests()
	f.Fuzz(func(t *testing.T, filter string) {
		e, err := c.parseFilter(filter)
		if err != nil {
			checkFilterError(t, filter, err)
			return
		}
		opposite, err := c.parseFilter("not (" + filter + ")")
		if err != nil {
			return // now it is nested too deeply
		}
		found := map[int64]bool{}
		for _, r := range c.pageRows(&listQuery{table: c, condition: e, limit: 100}) {
			found[r.id] = true
		}
		for _, r := range c.rows {
			if e.holds(r) == opposite.holds(r) {
				t.Errorf("%q and its opposite agree about product %d", filter, r.id)
			}
			if e.holds(r) != found[r.id] {
				t.Errorf("%q: the range of ids hides product %d", filter, r.id)
			}
		}
	})
}

// checkFilterError wants the reason short, and a place inside of the filter.
func checkFilterError(t *testing.T, filter string, err error) {
	t.Helper()
	problem, ok := errors.AsType[*syntaxError](err)
	require.True(t, ok, err)
	assert.True(t, problem.at >= 0 && problem.at <= len(filter), "%q: %v", filter, err)
	assert.NotEmpty(t, problem.problem)
	assert.Less(t, len(problem.problem), 500, "%q", filter)
}

// The tokens of a filter, written with one space between them, are the same tokens and the same filter.
func FuzzTokens(f *testing.F) {
	addFilters(f)
	c, _ := shelfOfTests()
	f.Fuzz(func(t *testing.T, filter string) {
		tokens, err := tokenize(filter)
		if err != nil {
			checkFilterError(t, filter, err)
			return
		}
		texts := make([]string, len(tokens)-1)
		for i := range texts {
			texts[i] = tokens[i].text
			require.Equal(t, texts[i], filter[tokens[i].at:tokens[i].endOffset()])
		}
		rendered := strings.Join(texts, " ")
		again, err := tokenize(rendered)
		require.NoError(t, err, rendered)
		require.Len(t, again, len(tokens))
		for i, token := range again {
			require.Equal(t, tokens[i].kind, token.kind, rendered)
			require.Equal(t, tokens[i].text, token.text, rendered)
			require.Equal(t, tokens[i].value.text, token.value.text, rendered)
			require.Zero(t, tokens[i].value.number.Cmp(token.value.number), rendered)
		}
		sameFilter(t, c, filter, rendered)
	})
}

func sameFilter(t *testing.T, c *table, filter, rendered string) {
	t.Helper()
	a, errA := c.parseFilter(filter)
	b, errB := c.parseFilter(rendered)
	require.Equal(t, errA == nil, errB == nil, "%q and %q", filter, rendered)
	if errA != nil {
		return
	}
	for _, r := range c.rows {
		require.Equal(t, a.holds(r), b.holds(r), "%q and %q", filter, rendered)
	}
}

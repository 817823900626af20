package erpxt_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

func gapsOf(t *testing.T, err error) []erpxt.Gap {
	t.Helper()
	require.ErrorIs(t, err, shelfwire.ErrIncomplete)
	gaps, ok := errors.AsType[*erpxt.GapsError](err)
	require.True(t, ok, err)
	return gaps.Gaps
}

// namelessRows are rows without an id that can be read, and the gap that each of them is.
func namelessRows() map[string]erpxt.Gap {
	unread := func(field, raw string) []shelfwire.Unread { return []shelfwire.Unread{{Field: field, Raw: raw}} }
	return map[string]erpxt.Gap{
		`{"Name":"no id"}`:           {},
		`{"Id":null,"Name":"M"}`:     {},
		`{"Id":"","Name":"M"}`:       {},
		`{"Id":0}`:                   {},
		`{"Id":-5}`:                  {ID: -5},
		`{"Id":"five"}`:              {Unread: unread("Id", `"five"`)},
		`{"id":5.5,"Rate":9}`:        {Unread: unread("id", `5.5`)},
		`{"Id":9223372036854775808}`: {Unread: unread("Id", "9223372036854775808")},
		`{"Id":[5]}`:                 {Unread: unread("Id", "[5]")},
		`{"Id":true,"Rate":"23%"}`:   {Unread: []shelfwire.Unread{{Field: "Id", Raw: "true"}, {Field: "Rate", Raw: `"23%"`}}},
		"null":                       {},
		"7":                          {},
		"[]":                         {},
		"{}":                         {},
	}
}

// A row without its id is left out of a list, and the others come beside the error.
func TestProductsService_List_Gaps(t *testing.T) {
	t.Parallel()
	for row, gap := range namelessRows() {
		t.Run(row, func(t *testing.T) {
			t.Parallel()
			body := `[{"Id":3,"Name":"A"},` + row + `,{"Id":5,"Name":"B"}]`
			p := respondWith(200, body)
			products, err := p.client(t).Products.List(t.Context(), erpxt.ProductQuery{})
			gap.Page, gap.Position = 1, 2
			assert.Equal(t, []erpxt.Gap{gap}, gapsOf(t, err))
			assert.Len(t, p.calls, 1, "the same would come again")
			require.Len(t, products, 2)
			assert.Equal(t, []string{"A", "B"}, []string{products[0].Name, products[1].Name})
			e := clienttest.RequireError(t, err)
			assert.Equal(t, "Products.List", e.Op)
			assert.Contains(t, err.Error(), "page 1, row 2")
		})
	}
	products, err := respondWith(200, `[{"Id":"x"},{"Id":"y"}]`).client(t).Products.List(t.Context(), erpxt.ProductQuery{})
	assert.Len(t, gapsOf(t, err), 2)
	assert.Empty(t, products)
}

// Rows in odd forms are delivered, and what could not be read of them is counted in one line of the log.
func TestProductsService_List_OddRows(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	p := respondWith(200, `[{"Id":"3","Quantity":"","ProductType":1.0},{"Id":4.0,"Rate":"23%","SaleNetPrice":"12,50"},`+
		`{"Id":5,"Rate":"8%","Name":["t0ken"]},{"Id":{}}]`)
	o := p.options()
	o.Logger = slog.New(slog.NewTextHandler(&log, nil))
	products, err := clientWith(t, o).Products.List(t.Context(), erpxt.ProductQuery{})
	assert.Len(t, gapsOf(t, err), 1)
	require.Len(t, products, 3)
	assert.Nil(t, products[0].Unread)
	assert.Equal(t, []shelfwire.Unread{{Field: "Rate", Raw: `"23%"`}, {Field: "SaleNetPrice", Raw: `"12,50"`}}, products[1].Unread)
	assert.Equal(t, 1, strings.Count(log.String(), "could not be read"))
	assert.Contains(t, log.String(), `fields="Id 1, Name 1, Rate 2, SaleNetPrice 1"`)
	assert.Contains(t, log.String(), "op=Products.List")
	assert.NotContains(t, log.String(), "t0ken")
}

// A key in an unread member is cleared before it is cut.
func TestProduct_UnreadIsCleared(t *testing.T) {
	t.Parallel()
	product, err := respondWith(200, `{"Id":7,"Name":["`+strings.Repeat("x", 110)+testSecret+`"]}`).client(t).
		Products.Get(t.Context(), 7)
	require.NoError(t, err)
	require.Len(t, product.Unread, 1)
	assert.NotContains(t, product.Unread[0].Raw, testSecret[:8])
	assert.LessOrEqual(t, len(product.Unread[0].Raw), 128)
}

// A walk leaves out the rows without an id, goes on, and names them at its end.
func TestProductsService_All_Gaps(t *testing.T) {
	t.Parallel()
	for _, order := range [][]erpxt.ProductOrder{nil, byName} {
		for _, prefetch := range []int{0, 2} {
			t.Run(fmt.Sprintf("%d orders, prefetch %d", len(order), prefetch), func(t *testing.T) {
				t.Parallel()
				var log bytes.Buffer
				p := respondWith(200, `[{"Id":3},{"Name":"no id"},{"Id":5,"Rate":"x"}]`, `[{"Id":7}]`,
					`[{"Id":"nine","Name":"M"},{"Id":11},{"Id":-1}]`, `[]`)
				o := p.options()
				o.Logger = slog.New(slog.NewTextHandler(&log, nil))
				seen, err := collectIDs(t.Context(), clientWith(t, o), erpxt.ProductQuery{OrderBy: order, Prefetch: prefetch})
				assert.Equal(t, []int64{3, 5, 7, 11}, seen)
				assert.Equal(t, []erpxt.Gap{
					{Page: 1, Position: 2},
					{Page: 3, Position: 1, Unread: []shelfwire.Unread{{Field: "Id", Raw: `"nine"`}}},
					{Page: 3, Position: 3, ID: -1},
				}, gapsOf(t, err))
				assert.Len(t, p.calls, 4)
				if order != nil {
					assert.Contains(t, p.calls[3].query, "$skip=7", "gaps count as rows")
				}
				assert.Equal(t, 1, strings.Count(log.String(), "could not be read"))
				assert.Contains(t, log.String(), `fields="Id 1, Rate 1"`)
			})
		}
	}
}

// A page without any id does not show how to go on, so the walk ends with what it has.
func TestProductsService_All_StuckInAGap(t *testing.T) {
	t.Parallel()
	for _, order := range [][]erpxt.ProductOrder{nil, byName} {
		p := respondWith(200, `[{"Id":3}]`, `[{"Name":"no id"},{"Id":"x"}]`)
		seen, err := collectIDs(t.Context(), p.client(t), erpxt.ProductQuery{OrderBy: order})
		assert.Equal(t, []int64{3}, seen)
		gaps := gapsOf(t, err)
		require.Len(t, gaps, 2)
		assert.Equal(t, []int{2, 2}, []int{gaps[0].Page, gaps[1].Position})
		assert.Len(t, p.calls, 2)
	}
}

// A walk keeps the order that it was asked for, whatever its caller does with the slice later.
func TestProductsService_All_KeepsItsOrder(t *testing.T) {
	t.Parallel()
	p := respondWith(200, `[]`)
	order := slices.Clone(byName)
	walk := p.client(t).Products.All(t.Context(), erpxt.ProductQuery{OrderBy: order})
	order[0].Field = erpxt.ProductSaleGrossPrice
	for _, err := range walk {
		require.NoError(t, err)
	}
	require.Len(t, p.calls, 1)
	assert.Contains(t, p.calls[0].query, "=Name")
}

// A call that fails later says more than the gaps before it.
func TestProductsService_All_FailsBehindAGap(t *testing.T) {
	t.Parallel()
	p := scriptedProvider(cannedResponse{200, `[{"Id":3},{"Name":"no id"}]`}, cannedResponse{403, ""})
	seen, err := collectIDs(t.Context(), p.client(t), erpxt.ProductQuery{})
	assert.Equal(t, []int64{3}, seen)
	require.ErrorIs(t, err, shelfwire.ErrForbidden)
	assert.NotErrorIs(t, err, shelfwire.ErrIncomplete)
}

// A caller who leaves a walk early still gets the warning about unread members.
func TestProductsService_All_WarnsWhenLeft(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	p := respondWith(200, `[{"Id":3,"Rate":"x"},{"Id":5}]`)
	o := p.options()
	o.Logger = slog.New(slog.NewTextHandler(&log, nil))
	for range clientWith(t, o).Products.All(t.Context(), erpxt.ProductQuery{}) {
		break
	}
	assert.Contains(t, log.String(), `fields="Rate 1"`)
}

// In the middle of a walk, a response that is not a list is asked for once more, and never ends the walk.
func TestProductsService_All_NoListInTheMiddle(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"null", "{}", "", `{"error":"query timeout"}`, loginPage, "false", uncaught} {
		p := respondWith(200, `[{"Id":3}]`, body, `[{"Id":5}]`, `[]`)
		seen, err := collectIDs(t.Context(), p.client(t), erpxt.ProductQuery{})
		require.NoError(t, err, body)
		assert.Equal(t, []int64{3, 5}, seen)

		p = respondWith(200, `[{"Id":3}]`, body)
		seen, err = collectIDs(t.Context(), p.client(t), erpxt.ProductQuery{})
		require.ErrorIs(t, err, shelfwire.ErrMalformed, body)
		assert.Equal(t, []int64{3}, seen)
		assert.Len(t, p.calls, 3)
	}
}

// The text names the first gaps; no more than 10,000 are kept.
func TestGapsError(t *testing.T) {
	t.Parallel()
	unread := []shelfwire.Unread{{Field: "Id", Raw: `"x"`}, {Field: "Rate", Raw: `"23%"`}}
	gaps := []erpxt.Gap{{Page: 1, Position: 2}, {Page: 3, Position: 4, ID: -7, Unread: unread}, {Page: 5, Position: 6}}
	const text = `incomplete: rows without an id that can be read: page 1, row 2; page 3, row 4, Id "x", Rate "23%"; page 5, row 6`
	require.EqualError(t, &erpxt.GapsError{Gaps: gaps, Count: 3}, text)
	require.EqualError(t, &erpxt.GapsError{Gaps: append(gaps, gaps[:2]...), Count: 5}, text+"; and 2 more")
	require.ErrorIs(t, &erpxt.GapsError{}, shelfwire.ErrIncomplete)
	assert.NotErrorIs(t, &erpxt.GapsError{}, shelfwire.ErrMalformed)

	rows := `[{"Id":%d}` + strings.Repeat(`,{"Id":0}`, 6000) + "]"
	p := &provider{api: func(n int, r *http.Request) (*http.Response, error) {
		if n > 3 {
			return newResponse(r, 200, "[]")
		}
		return newResponse(r, 200, fmt.Sprintf(rows, n))
	}}
	client := p.client(t)
	seen, err := collectIDs(t.Context(), client, erpxt.ProductQuery{})
	assert.Equal(t, []int64{1, 2, 3}, seen)
	all := gapsOf(t, err)
	assert.Len(t, all, 10_000)
	assert.Equal(t, erpxt.Gap{Page: 2, Position: 4001}, all[9999])

	_, err = respondWith(200, `[{"Id":1}`+strings.Repeat(`,{"Id":0}`, 10_001)+"]").client(t).
		Products.List(t.Context(), erpxt.ProductQuery{})
	assert.Len(t, gapsOf(t, err), 10_000)
}

// The error of a walk by position says where the server began to repeat itself.
func TestProductsService_All_NamesRepeatedIDs(t *testing.T) {
	t.Parallel()
	_, err := collectIDs(t.Context(), respondWith(200, `[{"Id":3},{"Id":5}]`).client(t), erpxt.ProductQuery{OrderBy: byName})
	require.ErrorContains(t, err, "the page from row 3 on repeats the one before")
}

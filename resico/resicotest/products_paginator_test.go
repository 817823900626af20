package resicotest_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

func addNumbered(srv *resicotest.Server, n int) {
	list := make([]resicotest.Product, n)
	for i := range list {
		list[i].Product = newProduct(fmt.Sprintf("P%06d", i+1))
	}
	srv.AddProducts(list...)
}

func TestServer_ProductsList_Pages(t *testing.T) {
	t.Parallel()
	type want struct {
		rows, current, last, perPage int
		from, to                     int // 0 for null
		prev, next                   int // 0 for null
	}
	for name, tc := range map[string]struct {
		products, maxLimit int
		query              string
		want               want
	}{
		"the only page":       {3, 0, "?limit=10&page=1", want{3, 1, 1, 10, 1, 3, 0, 0}},
		"the first":           {25, 0, "?limit=10&page=1", want{10, 1, 3, 10, 1, 10, 0, 2}},
		"in the middle":       {25, 0, "?limit=10&page=2", want{10, 2, 3, 10, 11, 20, 1, 3}},
		"the last":            {25, 0, "?limit=10&page=3", want{5, 3, 3, 10, 21, 25, 2, 0}},
		"a full last":         {20, 0, "?limit=10&page=2", want{10, 2, 2, 10, 11, 20, 1, 0}},
		"behind the last":     {25, 0, "?limit=10&page=4", want{0, 4, 3, 10, 0, 0, 3, 0}},
		"far behind the last": {25, 0, "?limit=10&page=9", want{0, 9, 3, 10, 0, 0, 8, 0}},
		"absurdly far":        {5, 0, fmt.Sprint("?limit=9&page=", math.MaxInt), want{0, math.MaxInt, 1, 9, 0, 0, math.MaxInt - 1, 0}},
		"nothing there":       {0, 0, "?limit=10&page=1", want{0, 1, 1, 10, 0, 0, 0, 0}},
		"nothing, page 2":     {0, 0, "?limit=10&page=2", want{0, 2, 1, 10, 0, 0, 1, 0}},
		"nothing, limit 1":    {0, 0, "?limit=1", want{0, 1, 1, 1, 0, 0, 0, 0}},
		"page 0":              {25, 0, "?limit=10&page=0", want{10, 1, 3, 10, 1, 10, 0, 2}},
		"a page below":        {25, 0, "?limit=10&page=-2", want{10, 1, 3, 10, 1, 10, 0, 2}},
		"no number":           {25, 0, "?limit=10&page=two", want{10, 1, 3, 10, 1, 10, 0, 2}},
		"no page":             {25, 0, "?limit=10", want{10, 1, 3, 10, 1, 10, 0, 2}},
		"no limit":            {150, 0, "?page=2", want{50, 2, 2, 100, 101, 150, 1, 0}},
		"limit 0":             {150, 0, "?limit=0", want{100, 1, 2, 100, 1, 100, 0, 2}},
		"a huge limit":        {3, 0, fmt.Sprint("?limit=", math.MaxInt), want{3, 1, 1, math.MaxInt, 1, 3, 0, 0}},
		"capped":              {25, 20, "?limit=100&page=2", want{5, 2, 2, 20, 21, 25, 1, 0}},
		"below the cap":       {25, 20, "?limit=10&page=2", want{10, 2, 3, 10, 11, 20, 1, 3}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := resicotest.NewServer(t)
			addNumbered(srv, tc.products)
			srv.SetMaxPageSize(tc.maxLimit)
			p, w := listProducts(t, srv, tc.query, "{}"), tc.want
			link := func(page int) string {
				return fmt.Sprintf("%s/products?limit=%d&page=%d", srv.URL(), w.perPage, page)
			}
			assert.Len(t, p.Data, w.rows)
			assert.Equal(t, w.current, p.CurrentPage)
			assert.Equal(t, w.last, p.LastPage)
			assert.Equal(t, w.perPage, p.PerPage)
			assert.Equal(t, tc.products, p.Total)
			assert.Equal(t, orNil(w.from, w.from), p.From)
			assert.Equal(t, orNil(w.to, w.to), p.To)
			assert.Equal(t, link(1), p.First)
			assert.Equal(t, link(w.last), p.Last)
			assert.Equal(t, orNil(w.prev, link(w.prev)), p.Prev)
			assert.Equal(t, orNil(w.next, link(w.next)), p.Next)
		})
	}
}

// orNil is nil for the number 0.
func orNil[T any](number int, value T) *T {
	if number == 0 {
		return nil
	}
	return &value
}

func TestServer_ProductsList_Walk(t *testing.T) {
	t.Parallel()
	srv := resicotest.NewServer(t)
	addNumbered(srv, 250)
	walk := func(q resico.ProductQuery) (n int) {
		for _, err := range srv.Client(nil).Products.All(t.Context(), q) {
			require.NoError(t, err)
			n++
		}
		return n
	}
	assert.Equal(t, 250, walk(resico.ProductQuery{}))
	assert.Equal(t, 3, srv.Calls("Products.List"))
	assert.Equal(t, 2, walk(resico.ProductQuery{SKUs: []string{"P000007", "P000250"}}))
	srv.SetMaxPageSize(30)
	assert.Equal(t, 250, walk(resico.ProductQuery{Prefetch: 2}))
}

// A page out of 100,000 products: what a walk costs the server.
func BenchmarkListPage(b *testing.B) {
	srv := resicotest.New()
	defer srv.Close()
	const products, size = 100_000, 100
	addNumbered(srv, products)
	srv.SetBalance("P000001", "Shop", shelfwire.NewDecimal(1))
	client := srv.Client(nil)
	b.ReportAllocs()
	b.ResetTimer()
	pages := 0
	for pages < b.N {
		for _, err := range client.Products.Pages(b.Context(), resico.ProductQuery{PageSize: size}) {
			if err != nil {
				b.Fatal(err)
			}
			if pages++; pages >= b.N {
				break
			}
		}
	}
}

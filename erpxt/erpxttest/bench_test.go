package erpxttest_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

// BenchmarkPage asks for one page near the beginning and near the end of a great catalogue. By key the place makes no
// difference.
func BenchmarkPage(b *testing.B) {
	const products = 100_000
	srv := erpxttest.NewServer(b)
	addNumbered(srv, products)
	client := srv.Client(nil)
	for _, after := range []int64{100, products - 200} {
		b.Run(strconv.FormatInt(after, 10), func(b *testing.B) {
			for b.Loop() {
				page, err := client.Products.List(b.Context(), erpxt.ProductQuery{Filter: erpxt.ProductID.Gt(after)})
				require.NoError(b, err)
				require.Len(b, page, 100)
			}
		})
	}
}

// BenchmarkWalk walks through a great catalogue, by key and by position.
func BenchmarkWalk(b *testing.B) {
	const products = 100_000
	srv := erpxttest.NewServer(b)
	addNumbered(srv, products)
	for name, q := range map[string]erpxt.ProductQuery{
		"key":             {PageSize: 1000},
		"key with filter": {PageSize: 1000, Filter: erpxt.ProductName.Ne("x")},
		"position":        {PageSize: 1000, OrderBy: []erpxt.ProductOrder{{Field: erpxt.ProductName}}},
	} {
		b.Run(name, func(b *testing.B) {
			client := srv.Client(&shelfwire.Options{})
			for b.Loop() {
				n := 0
				for _, err := range client.Products.All(b.Context(), q) {
					require.NoError(b, err)
					n++
				}
				require.Equal(b, products, n)
			}
		})
	}
}

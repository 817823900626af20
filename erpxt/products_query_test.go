package erpxt_test

import (
	"testing"

	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

func TestProductQuery_Rejected(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		q         erpxt.ProductQuery
		list, all []string
	}{
		"a filter":         {erpxt.ProductQuery{Filter: erpxt.TextField("").Eq("a")}, []string{"Filter"}, []string{"Filter"}},
		"a raw filter":     {erpxt.ProductQuery{Filter: erpxt.RawFilter("(")}, []string{"Filter"}, []string{"Filter"}},
		"no order field":   {erpxt.ProductQuery{OrderBy: []erpxt.ProductOrder{{}}}, []string{"OrderBy[0].Field"}, []string{"OrderBy[0].Field"}},
		"two order fields": {erpxt.ProductQuery{OrderBy: []erpxt.ProductOrder{{Field: erpxt.ProductID}, {Field: erpxt.TextField("Name, Id")}}}, []string{"OrderBy[1].Field"}, []string{"OrderBy[1].Field"}},
		"negative numbers": {erpxt.ProductQuery{Skip: -1, Top: -1, PageSize: -1, Prefetch: -1},
			[]string{"Skip", "Top", "PageSize", "Prefetch"}, []string{"Skip", "Top", "PageSize", "Prefetch"}},
		"those of All":  {erpxt.ProductQuery{PageSize: 5}, []string{"PageSize"}, nil},
		"prefetch":      {erpxt.ProductQuery{Prefetch: 1}, []string{"PageSize"}, nil},
		"those of List": {erpxt.ProductQuery{Top: 5}, nil, []string{"Top"}},
		"skip":          {erpxt.ProductQuery{Skip: 5}, nil, []string{"Top"}},
		"a top of one":  {erpxt.ProductQuery{Top: 1}, nil, []string{"Top"}},
		"a skip of one": {erpxt.ProductQuery{Skip: 1}, nil, []string{"Top"}},
		"a page of one": {erpxt.ProductQuery{PageSize: 1}, []string{"PageSize"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if tc.list != nil {
				_, err := silentClient(t).Products.List(t.Context(), tc.q)
				clienttest.AssertRejected(t, err, tc.list...)
			}
			if tc.all != nil {
				_, err := collectIDs(t.Context(), silentClient(t), tc.q)
				clienttest.AssertRejected(t, err, tc.all...)
			}
		})
	}
}

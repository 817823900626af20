package resico

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Ten pages of 20 rows, of which five are read with this one, may take 12 requests, five of which are still to come; a
// catalogue that may end with this page may take six. What is spare comes on top.
func TestWalker_CanAfford(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		page        listPage
		constant    bool
		sawFullPage bool
		most        int
	}{
		"total":                             {page: listPage{Total: 200}, most: 7 + 1},
		"total of nine pages":               {page: listPage{Total: 180}, most: 6 + 1}, // 6.8
		"total, constant":                   {page: listPage{Total: 200}, constant: true, most: 7 + 1},
		"total, constant, full":             {page: listPage{Total: 200}, constant: true, sawFullPage: true, most: 7 + 2},
		"total, full":                       {page: listPage{Total: 200}, sawFullPage: true, most: 7 + 1},
		"total and last page, constant":     {page: listPage{Total: 100, LastPage: 10}, constant: true, most: 7 + 1},
		"last page, constant":               {page: listPage{LastPage: 10}, constant: true, most: 7 + 2},
		"last page":                         {page: listPage{LastPage: 10}, most: 6 + 1},
		"last page is the first":            {page: listPage{LastPage: 1}, most: 6 + 1},
		"nothing":                           {most: 6},
		"nothing, constant":                 {constant: true, most: 6},
		"next page":                         {page: listPage{NextGiven: true}, most: 6 + 1},
		"next page, constant":               {page: listPage{NextGiven: true}, constant: true, most: 6 + 2},
		"total of one":                      {page: listPage{Total: 1}, most: 6 + 1},
		"total of one, constant":            {page: listPage{Total: 1}, constant: true, most: 6 + 1},
		"total of one, next page, constant": {page: listPage{Total: 1, NextGiven: true}, constant: true, most: 6 + 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &walker{limit: 20, size: 20, constant: tt.constant, sawFullPage: tt.sawFullPage}
			w.covered = 80
			for _, more := range []int{1, 2} {
				w.spent = tt.most - more
				assert.True(t, w.canAfford(more, &tt.page))
				w.spent++
				assert.False(t, w.canAfford(more, &tt.page))
			}
		})
	}
}

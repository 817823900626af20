package resico

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire"
)

func TestPlaceSearch_NextPage(t *testing.T) {
	t.Parallel()
	looked := func(s placeSearch) (pages []int) {
		s.visited = map[int]bool{}
		for page, ok := s.nextPage(); ok; page, ok = s.nextPage() {
			pages = append(pages, page)
			s.visited[page] = true
		}
		return pages
	}
	assert.Equal(t, []int{20, 19, 21, 18, 22, 17, 23, 16, 24, 15, 25, 14, 26, 13, 27, 12}, looked(placeSearch{origin: 20}))
	assert.Equal(t, []int{2, 1, 3, 4, 5}, looked(placeSearch{origin: 2, lastPage: 5}))
	assert.Equal(t, []int{5, 4, 3, 2, 1}, looked(placeSearch{origin: 7, lastPage: 5}))
	assert.Equal(t, []int{1}, looked(placeSearch{origin: 9, lastPage: 1}))
}

// An empty page shows where the last one is, unless it has another limit.
func TestWalker_ContinueSearch_EmptyPage(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		at       window
		rows     int
		lastPage int
		isLost   bool
	}{
		"behind the end":    {at: window{limit: 20, page: 5}, lastPage: 4},
		"page 2":            {at: window{limit: 20, page: 2}, lastPage: 1},
		"page 1":            {at: window{limit: 20, page: 1}, lastPage: 1, isLost: true},
		"of another limit":  {at: window{limit: 19, page: 5}, lastPage: 0},
		"not an empty page": {at: window{limit: 20, page: 5}, rows: 1, lastPage: 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWalker(20, &recentSKUs{})
			w.search = &placeSearch{origin: 3, visited: map[int]bool{}}
			err := w.continueSearch(tt.at, &listPage{Rows: make([]Product, tt.rows)})
			assert.Equal(t, tt.isLost, errors.Is(err, shelfwire.ErrIncomplete))
			assert.Equal(t, tt.lastPage, w.search.lastPage)
		})
	}
}

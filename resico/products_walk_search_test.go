package resico

import (
	"testing"

	"github.com/stretchr/testify/assert"
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

package resico

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestNextWindow(t *testing.T) {
	t.Parallel()
	assert.Equal(t, window{limit: 100, page: 1}, nextWindow(0, 100))
	assert.Equal(t, window{limit: 99, page: 2}, nextWindow(100, 100))
	assert.Equal(t, window{limit: 10, page: 253}, nextWindow(2520, 10), "every limit up to 10 divides 2520")
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(20, 500).Draw(t, "size")
		cursor := rapid.IntRange(1, 2_000_000).Draw(t, "cursor")
		w := nextWindow(cursor, size)
		if w.limit > size || w.offset() >= cursor || w.offset()+w.limit <= cursor {
			t.Fatalf("page %d of %d rows does not overlap at %d", w.page, w.limit, cursor)
		}
	})
}

// What overlapping costs: at most a fifth more requests from a size of 57 on, and two fifths from 20 on.
func TestNextWindow_Requests(t *testing.T) {
	t.Parallel()
	for size := 20; size <= 500; size++ {
		most := 14
		if size >= 57 {
			most = 12
		}
		requests, cursor := 1, size
		for cursor < 60*size {
			w := nextWindow(cursor, size)
			require.Less(t, w.offset(), cursor)
			require.LessOrEqual(t, w.limit, size)
			requests++
			pages := cursor/size + 1 // that a catalogue of one row more than cursor has
			require.LessOrEqual(t, 10*requests, most*pages+20, "size %d, row %d", size, cursor)
			cursor = w.page * w.limit
		}
	}
}

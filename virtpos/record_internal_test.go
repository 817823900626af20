package virtpos

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestNewRecordType_TooManyMembers(t *testing.T) {
	t.Parallel()
	assert.NotPanics(t, func() { newRecordType(recordType[Element]{members: make([]member[Element], maxFields)}) })
	assert.Panics(t, func() { newRecordType(recordType[Element]{members: make([]member[Element], maxFields+1)}) })
}

func TestIDSet(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var set idSet
		known := map[int64]bool{}
		for _, id := range rapid.SliceOf(rapid.OneOf(rapid.Int64Range(1, 200), rapid.Int64Min(1))).Draw(t, "ids") {
			assert.Equal(t, !known[id], set.add(id))
			known[id] = true
		}
	})
}

package fake

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLogIsBounded(t *testing.T) {
	t.Parallel()
	var l log
	for range 5 * maxRecords {
		l.begin(&Record{})
	}
	assert.LessOrEqual(t, len(l.records), 2*maxRecords)
	assert.Equal(t, 5*maxRecords, l.count(nil))
}

package fake

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLogIsBounded(t *testing.T) {
	t.Parallel()
	var l log
	most := 0
	for range 5 * maxRecords {
		l.begin(&Record{})
		most = max(most, len(l.records))
	}
	assert.Equal(t, 2*maxRecords, most)
	assert.Equal(t, 5*maxRecords, l.count(nil))
}

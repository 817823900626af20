package fake

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRequestLog_IsBounded(t *testing.T) {
	t.Parallel()
	var l requestLog
	most := 0
	for range 5 * maxRecords {
		l.addRecord(&Record{})
		most = max(most, len(l.records))
	}
	assert.Equal(t, 2*maxRecords, most)
	assert.Equal(t, 5*maxRecords, l.countCalls(nil))
}

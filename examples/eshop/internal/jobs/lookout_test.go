package jobs

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

// The end of a lookout waits for the look that is under way: nothing looks at a database that is closed behind it.
func TestLookout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var l lookout
		l.end() // before begin
		var begun, ended atomic.Int32
		look := func(context.Context) {
			begun.Add(1)
			time.Sleep(lookEvery / 2)
			ended.Add(1)
		}
		l.begin(t.Context(), look)
		l.begin(t.Context(), look)
		time.Sleep(lookEvery - time.Millisecond)
		assert.Zero(t, begun.Load())
		time.Sleep(2 * time.Millisecond)
		l.end()
		l.end()
		assert.EqualValues(t, 1, ended.Load())
		time.Sleep(time.Hour)
		assert.EqualValues(t, 1, begun.Load())
	})
}

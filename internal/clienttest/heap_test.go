package clienttest_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire/internal/clienttest"
)

func TestLiveHeap(t *testing.T) {
	const size = 8 << 20
	before := clienttest.LiveHeap()
	memory := make([]byte, size)
	assert.InDelta(t, before+size, clienttest.LiveHeap(), size/4)
	runtime.KeepAlive(memory)
	memory = nil
	assert.InDelta(t, before, clienttest.LiveHeap(), size/4)
	_ = memory
}

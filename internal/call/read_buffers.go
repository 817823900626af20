package call

import "sync"

// bufferPool keeps buffers for reading responses. What leaves the path is copied out of them.
type bufferPool struct{ pool sync.Pool }

// maxPooledBuffer is the largest buffer that is kept for the next response.
const maxPooledBuffer = 256 << 10

func (b *bufferPool) get() *[]byte {
	if kept, ok := b.pool.Get().(*[]byte); ok {
		return kept
	}
	return new([]byte)
}

func (b *bufferPool) put(buf *[]byte) {
	if cap(*buf) <= maxPooledBuffer {
		b.pool.Put(buf)
	}
}

package clienttest

import (
	"runtime"
	"runtime/metrics"
)

// LiveHeap collects garbage and returns how many bytes were found to be in use. What other goroutines allocate after the
// collection does not count, which is why this is not MemStats.HeapAlloc.
func LiveHeap() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	runtime.GC()
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

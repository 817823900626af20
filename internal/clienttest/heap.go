package clienttest

import (
	"runtime"
	"runtime/metrics"
)

// LiveHeap collects garbage and returns how many bytes the collection found in use. Unlike MemStats.HeapAlloc it
// leaves out what other goroutines allocate after the collection.
func LiveHeap() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	runtime.GC()
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

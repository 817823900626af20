package fake

import (
	"maps"
	"slices"
	"sync"
)

// maxRecords limits the log of a server that runs for long. The counts include older requests.
const maxRecords = 10_000

// requestLog keeps the newest requests in the order in which they came.
type requestLog struct {
	mu      sync.Mutex
	calls   map[string]int
	records []*Record
}

func (l *requestLog) addRecord(r *Record) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.calls == nil {
		l.calls = map[string]int{}
	}
	l.calls[r.Op]++
	if len(l.records) >= 2*maxRecords {
		l.records = slices.Clone(l.records[maxRecords:])
	}
	l.records = append(l.records, r)
}

// setStatus sets the status of a response before it is sent: whoever has read the response may read the log at once.
func (l *requestLog) setStatus(r *Record, status int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r.Status = status
}

// countCalls returns the number of requests of some operations; without any, of all requests, unknown ones included.
func (l *requestLog) countCalls(ops []string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(ops) == 0 {
		ops = slices.Collect(maps.Keys(l.calls))
	}
	n := 0
	for _, op := range ops {
		n += l.calls[op]
	}
	return n
}

func (l *requestLog) newestRecords() []Record {
	l.mu.Lock()
	defer l.mu.Unlock()
	last := l.records[max(0, len(l.records)-maxRecords):]
	list := make([]Record, len(last))
	for i, r := range last {
		list[i] = *r
		list[i].Query, list[i].Header = maps.Clone(r.Query), r.Header.Clone()
	}
	return list
}

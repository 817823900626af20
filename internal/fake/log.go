package fake

import (
	"maps"
	"slices"
	"sync"
)

// maxRecords bounds the log of a server that runs for long. The counts go on.
const maxRecords = 10_000

// log remembers the requests in the order in which they came.
type log struct {
	mu      sync.Mutex
	calls   map[string]int
	records []*Record
}

func (l *log) begin(r *Record) {
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

// answered must be called before the answer is sent: who has read the answer may look at the log at once.
func (l *log) answered(r *Record, status int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r.Status = status
}

// count adds up the calls of some operations; none means all requests, also those that were none.
func (l *log) count(ops []string) int {
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

func (l *log) list() []Record {
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

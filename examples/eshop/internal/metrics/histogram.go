package metrics

import "time"

// bounds are the upper bounds of the buckets. They are fixed, so that figures of different versions compare.
var bounds = [...]time.Duration{
	5 * time.Millisecond, 10 * time.Millisecond, 25 * time.Millisecond, 50 * time.Millisecond,
	100 * time.Millisecond, 250 * time.Millisecond, 500 * time.Millisecond,
	time.Second, 2500 * time.Millisecond, 5 * time.Second, 10 * time.Second, 30 * time.Second,
}

// histogram counts durations by bucket.
type histogram struct {
	buckets [len(bounds)]int // each without those below it
	count   int
	sum     time.Duration
}

func (h *histogram) add(d time.Duration) {
	h.count++
	h.sum += d
	for i, bound := range bounds {
		if d <= bound {
			h.buckets[i]++
			return
		}
	}
}

// write adds the buckets as Prometheus wants them: each with all those below it.
func (h *histogram) write(t *Text, labels []Label) {
	below := 0
	for i, bound := range bounds {
		below += h.buckets[i]
		t.part("_bucket", decimal(below), append(labels[:len(labels):len(labels)], Label{"le", seconds(bound)}))
	}
	t.part("_bucket", decimal(h.count), append(labels[:len(labels):len(labels)], Label{"le", "+Inf"}))
	t.part("_sum", seconds(h.sum), labels)
	t.part("_count", decimal(h.count), labels)
}

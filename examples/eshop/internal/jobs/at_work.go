package jobs

import (
	"context"
	"sync"

	"github.com/riverqueue/river/rivertype"
)

// atWork are the jobs that this process works on, whatever the database says.
type atWork struct {
	mu    sync.Mutex
	tries map[int64]int // by job
}

// work runs a job, which is at work as long as that takes.
func (w *atWork) work(ctx context.Context, job *rivertype.JobRow, run func(context.Context) error) error {
	w.add(job.ID, 1)
	defer w.add(job.ID, -1)
	return run(ctx)
}

func (w *atWork) add(job int64, tries int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.tries[job] += tries; w.tries[job] == 0 {
		delete(w.tries, job)
	}
}

// has reports whether this process works on a job.
func (w *atWork) has(job int64) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.tries[job] > 0
}

package jobs

import (
	"context"
	"sync"
	"time"
)

// lookEvery is how often a process looks for jobs that nobody works on.
const lookEvery = 500 * time.Millisecond

// lookout looks at the database now and then.
type lookout struct {
	stop    context.CancelFunc // nil until begin
	watcher sync.WaitGroup
}

// begin lets it look until end. Another call does nothing.
func (l *lookout) begin(ctx context.Context, look func(context.Context)) {
	if l.stop != nil {
		return
	}
	ctx, l.stop = context.WithCancel(ctx)
	l.watcher.Go(func() {
		ticker := time.NewTicker(lookEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				look(ctx)
			}
		}
	})
}

// end waits until it looks no more. Another call does nothing.
func (l *lookout) end() {
	if l.stop != nil {
		l.stop()
		l.watcher.Wait()
	}
}

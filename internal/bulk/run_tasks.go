package bulk

// holdItem prepares an item that has come from the source, or notes the end of the source.
func (r *run[In, Out]) holdItem(given item[In]) {
	held, panicValue := r.input.acceptItem(given)
	if r.held = held; panicValue != nil {
		r.panicValue = panicValue
	}
	if r.held != nil && r.Prepare != nil {
		r.Prepare(r.held)
	}
}

// canHold reports whether the run has room for a further item.
func (r *run[In, Out]) canHold() bool {
	return r.held == nil && !r.isOver() && len(r.queue) < 2*r.Workers
}

// startHeld starts the held item when a worker is free and no running task conflicts with it.
func (r *run[In, Out]) startHeld() {
	if r.held == nil || !r.canStart() || r.hasConflict() {
		return
	}
	t := &task[In, Out]{in: *r.held}
	r.held = nil
	r.queue = append(r.queue, t)
	r.running++
	go func() {
		returned := false
		defer func() {
			t.panicValue = recoverValue(recover(), returned)
			r.finished <- t
		}()
		t.out = r.Do(r.taskCtx, t.in)
		returned = true
	}()
}

func (r *run[In, Out]) canStart() bool {
	workers := r.Workers
	if !r.proved {
		workers = 1
	}
	return !r.isOver() && r.running < workers && len(r.queue) < 2*r.Workers
}

// hasConflict reports whether the held item must wait for a running task.
func (r *run[In, Out]) hasConflict() bool {
	if r.Conflict == nil {
		return false
	}
	for _, t := range r.queue {
		if !t.done && r.Conflict(*r.held, t.in) {
			return true
		}
	}
	return false
}

// collectFinished collects the tasks that have finished by now.
func (r *run[In, Out]) collectFinished() {
	for r.running > 0 {
		select {
		case t := <-r.finished:
			r.collectTask(t)
		default:
			return
		}
	}
}

// collectTask takes over the result of a finished task.
func (r *run[In, Out]) collectTask(t *task[In, Out]) {
	r.running--
	if t.panicValue != nil {
		r.panicValue = t.panicValue
		return
	}
	t.done = true
	r.proved = r.proved || r.ProvesHealthy == nil || r.ProvesHealthy(t.out)
	if r.IsLast != nil && r.IsLast(t.out) {
		r.stopped = true
	}
}

package fake

import (
	"context"
	"sync"
	"time"
)

const (
	// pollInterval is how often a sleeper checks whether the clock can be moved forward.
	pollInterval = time.Millisecond
	// quietPeriod is how long all calls must have been at rest before the clock moves: one may be about to begin, to
	// end or to sleep.
	quietPeriod = 3 * time.Millisecond
	// maxStandstill is how long a sleeper waits for running calls before it moves the clock in spite of them: they may
	// wait for something else, such as a limiter or a delayed response.
	maxStandstill = 50 * time.Millisecond
)

// Clock is the time of a server and its clients. It runs like real time. When all running calls wait for it, it moves
// forward to the end of the shortest wait. It implements call.Clock.
type Clock struct {
	mu       sync.Mutex
	moment   time.Time // the clock's time when it was moved last
	moved    time.Time // the real time when it was moved last
	active   time.Time // the real time when a call began, ended, slept or woke last
	calls    int       // running, sleeping ones included
	sleepers map[*time.Time]struct{}
}

func newClock() *Clock {
	now := time.Now()
	return &Clock{moment: now, moved: now, sleepers: map[*time.Time]struct{}{}}
}

// Now returns the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.nowLocked()
}

// nowLocked is Now for holders of the lock.
func (c *Clock) nowLocked() time.Time { return c.moment.Add(time.Since(c.moved)) }

// Begin counts a call as running.
func (c *Clock) Begin() { c.countCalls(1) }

// End counts a call as over.
func (c *Clock) End() { c.countCalls(-1) }

func (c *Clock) countCalls(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls += n
	c.active = time.Now()
}

// Sleep waits until a moment by the clock, and returns how much of the wait was skipped. It fails when the context ends
// first.
func (c *Clock) Sleep(ctx context.Context, until time.Time) (skipped time.Duration, err error) {
	began := time.Now()
	asked := c.addSleeper(&until)
	defer c.removeSleeper(&until)
	for left := asked; left > 0; left = c.moveForward(until, began) {
		if !waitFor(ctx, min(pollInterval, left)) {
			return 0, ctx.Err()
		}
	}
	return max(0, asked-time.Since(began)), nil
}

// addSleeper registers a sleeper, and returns how long it has to wait.
func (c *Clock) addSleeper(until *time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sleepers[until] = struct{}{}
	c.active = time.Now()
	return until.Sub(c.nowLocked())
}

func (c *Clock) removeSleeper(until *time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.sleepers, until)
	c.active = time.Now()
}

// moveForward moves the clock to the end of the shortest wait when all calls sleep, and returns how long the sleeper
// still has to wait. A sleeper that is due and has yet to wake holds the clock.
func (c *Clock) moveForward(until, began time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	allSleep := c.calls <= len(c.sleepers) && time.Since(c.active) >= quietPeriod
	waitedEnough := time.Since(began) >= maxStandstill && time.Since(c.moved) >= maxStandstill
	if next := c.nextWakeUp(); next.After(c.nowLocked()) && (allSleep || waitedEnough) {
		c.moment, c.moved = next, time.Now()
	}
	return until.Sub(c.nowLocked())
}

// nextWakeUp returns the end of the shortest wait.
func (c *Clock) nextWakeUp() (next time.Time) {
	for until := range c.sleepers {
		if next.IsZero() || until.Before(next) {
			next = *until
		}
	}
	return next
}

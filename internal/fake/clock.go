package fake

import (
	"context"
	"sync"
	"time"
)

const (
	// look is how often a sleeper looks whether the time can be moved forward.
	look = time.Millisecond
	// quiet is how long no call may have begun, ended or gone to sleep: others may be about to.
	quiet = 3 * time.Millisecond
	// patience is how long a sleeper lets calls that are under way go on before it moves the time all the same: one of
	// them may wait for something else, such as a limiter or a delayed response.
	patience = 50 * time.Millisecond
)

// Clock is the time of a server and its clients. It runs like real time, and when all calls under way wait for it, it
// moves forward to the end of the shortest wait. It implements call.Clock.
type Clock struct {
	mu       sync.Mutex
	moment   time.Time // what the clock showed when it was moved last
	moved    time.Time // the real time of that
	active   time.Time // the real time when a call did something last
	calls    int       // under way, waiting ones included
	sleepers map[*time.Time]struct{}
}

func newClock() *Clock {
	now := time.Now()
	return &Clock{moment: now, moved: now, sleepers: map[*time.Time]struct{}{}}
}

// Now returns what the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time { return c.moment.Add(time.Since(c.moved)) }

// Begin counts a call as under way.
func (c *Clock) Begin() { c.count(1) }

// End counts a call as over.
func (c *Clock) End() { c.count(-1) }

func (c *Clock) count(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls += n
	c.active = time.Now()
}

// Sleep waits until the clock shows a moment, and returns how much less than that it took. It fails when the context
// ends first.
func (c *Clock) Sleep(ctx context.Context, until time.Time) (skipped time.Duration, err error) {
	began := time.Now()
	asked := c.enter(&until)
	defer c.leave(&until)
	for left := asked; left > 0; left = c.move(until, began) {
		if !wait(ctx, min(look, left)) {
			return 0, ctx.Err()
		}
	}
	return max(0, asked-time.Since(began)), nil
}

// enter returns how long the wait is.
func (c *Clock) enter(until *time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sleepers[until] = struct{}{}
	c.active = time.Now()
	return until.Sub(c.now())
}

func (c *Clock) leave(until *time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.sleepers, until)
	c.active = time.Now()
}

// move moves the time forward to the end of the shortest wait, unless a call is at work, and returns how long a sleeper
// still has to wait. A sleeper whose wait is over, and who has not noticed it yet, keeps the time where it is.
func (c *Clock) move(until, began time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	allSleep := c.calls <= len(c.sleepers) && time.Since(c.active) >= quiet
	waitedEnough := time.Since(began) >= patience && time.Since(c.moved) >= patience
	if next := c.next(); next.After(c.now()) && (allSleep || waitedEnough) {
		c.moment, c.moved = next, time.Now()
	}
	return until.Sub(c.now())
}

// next is the end of the shortest wait.
func (c *Clock) next() (next time.Time) {
	for until := range c.sleepers {
		if next.IsZero() || until.Before(next) {
			next = *until
		}
	}
	return next
}

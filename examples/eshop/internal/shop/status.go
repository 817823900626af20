package shop

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// StepStatus is what is recorded of a write.
type StepStatus struct {
	Step

	State    string // "sending", "done", "refused" (the provider does not have it) or "parked"; empty when it was never begun
	Owner    int64  // the order that began it: of a customer with two orders it can be the other one
	Tries    int
	Result   string // the provider's key for what was made
	Outcome  string // of a failed write, as far as it is known; OutcomeByHand of what a person says is done
	Error    string
	Sent     time.Time // the last time
	Answered time.Time // zero until then
}

// StepsOf returns what is recorded of all the writes of an order, in the order in which they are sent: the customer, the
// customer's new details if it has sent any, the invoice, its lines, and the status in the channel if that was set.
func (s *Shop) StepsOf(ctx context.Context, o Order) ([]StepStatus, error) {
	return stepsOf(ctx, s.db, o, "")
}

func stepsOf(ctx context.Context, db querier, o Order, lock string) ([]StepStatus, error) {
	var list []StepStatus
	for _, step := range o.steps() {
		status, err := stepStatus(ctx, db, step, lock)
		if err != nil {
			return nil, err
		}
		isRare := step.Kind == StepDetails || step.Kind == StepChannelStatus
		if isRare && status.Owner != o.ID {
			continue
		}
		list = append(list, status)
	}
	return list, nil
}

func stepStatus(ctx context.Context, db querier, step Step, lock string) (StepStatus, error) {
	status := StepStatus{Step: step}
	var sent, answered string
	err := db.QueryRowContext(ctx, `
		SELECT state, COALESCE(order_id, 0), tries, result, outcome, error, sent_at, COALESCE(answered_at, '')
		FROM remote_steps WHERE target = $1`+lock, step.Target).Scan(
		&status.State, &status.Owner, &status.Tries, &status.Result, &status.Outcome, &status.Error, &sent, &answered)
	if errors.Is(err, sql.ErrNoRows) {
		return StepStatus{Step: step}, nil
	}
	if err != nil {
		return StepStatus{}, err
	}
	if status.Sent, err = parseStamp(sent); err != nil || answered == "" {
		return status, err
	}
	status.Answered, err = parseStamp(answered)
	return status, err
}

// Unclear returns a [*ParkedError] when nobody knows what became of a write that the order has begun, and that cannot be looked
// for. It is for the job of the order while nothing is on its way: one that is being sent was cut off.
func (s *Shop) Unclear(ctx context.Context, o Order) error {
	steps, err := s.StepsOf(ctx, o)
	if err != nil {
		return err
	}
	for _, step := range steps {
		if step.Owner != o.ID {
			continue
		}
		_, _, err := s.Look(ctx, step.Step)
		if _, isLanding := errors.AsType[*LandingError](err); err != nil && !isLanding {
			return err
		}
	}
	return nil
}

// Ping reports by its error whether the database can be written to: one on a full disk can still be read. What it writes
// differs from the last time, or SQLite would write nothing.
func (s *Shop) Ping(ctx context.Context) error {
	_, err := s.db.ExecContext(ctx, `
		INSERT INTO settings (key, value) VALUES ('last ping', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
		stamp(time.Now()))
	return err
}
